package io.ddbvault.aws.endtoend;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.aws.AwsItemWriter;
import io.ddbvault.aws.ClientsThrough;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.DecodeRestoreRequest;
import io.ddbvault.core.restore.EncodeReport;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A restore as a process of its own: endpoints of S3 and DynamoDB, the bucket, the clock's file, the request as JSON, and
 * the id that it gets if it is a new one. Prints the answer that a function would give.
 */
final class RestoreAsProcess {
    private RestoreAsProcess() {}

    public static void main(String[] arguments) throws IOException {
        ProcessClock clock = new ProcessClock(Path.of(arguments[3]));
        try (AwsClients clients = ClientsThrough.endpoints(
                        URI.create(arguments[0]),
                        URI.create(arguments[1]),
                        ClientsThrough.CREDENTIALS,
                        ClientsThrough.PATIENT);
                AwsItemWriter writer = AwsItemWriter.open(clients)) {
            System.out.println(EncodeReport.encode(TestAws.restore(
                            clients,
                            TestAws.settings(arguments[2]),
                            DecodeRestoreRequest.decode(
                                    Json.parseObject(arguments[4].getBytes(StandardCharsets.UTF_8))),
                            arguments[5],
                            Stop.onRequest(clock),
                            writer,
                            clock,
                            clock,
                            "process " + ProcessHandle.current().pid()))
                    .toJson());
        }
    }
}
