package io.ddbvault.aws;

import io.ddbvault.core.port.ItemWriter;

/** A writer into DynamoDB, for one restore: closed when that ends. */
public interface AwsItemWriter extends ItemWriter, AutoCloseable {
    /** By the {@linkplain AwsClients#transport() transport} that the clients were made for. */
    static AwsItemWriter open(AwsClients clients) {
        return switch (clients.transport()) {
            case WIRE -> new WireItemWriter(clients);
            case SDK -> new SdkItemWriter(clients);
        };
    }

    /** Ends what the writer opened itself; the clients stay open. */
    @Override
    void close();
}
