package io.ddbvault.cli;

import io.ddbvault.aws.Transport;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a restore's items get to DynamoDB. It stands for an environment variable and wins over it. */
final class TransportOption {
    @Option(
            names = "--transport",
            paramLabel = "WAY",
            converter = Values.TransportName.class,
            description = "How items are sent to DynamoDB: 'wire', which it is if not given, over connections of"
                    + " ddbvault's own, at a fraction of the processor time; 'sdk' by the AWS SDK alone, if something on"
                    + " the network does not like the former, or to compare. Environment: " + Transport.VARIABLE)
    @Nullable
    Transport transport;

    /** The environment with the option laid over it. */
    Map<String, String> over(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        if (transport != null) {
            all.put(Transport.VARIABLE, transport.text());
        }
        return all;
    }
}
