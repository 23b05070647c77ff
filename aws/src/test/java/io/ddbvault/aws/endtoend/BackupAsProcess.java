package io.ddbvault.aws.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.aws.ClientsThrough;
import io.ddbvault.core.backup.DecodeBackupRequest;
import io.ddbvault.core.backup.SummarizeBackup;
import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * A backup as a process of its own: endpoints of S3 and DynamoDB, the bucket, the tables as JSON, the clock's file, and the
 * event as JSON. Prints the answer that a function would give.
 */
final class BackupAsProcess {
    private BackupAsProcess() {}

    public static void main(String[] arguments) throws IOException {
        ProcessClock clock = new ProcessClock(Path.of(arguments[4]));
        try (AwsClients clients = ClientsThrough.endpoints(
                URI.create(arguments[0]),
                URI.create(arguments[1]),
                ClientsThrough.CREDENTIALS,
                ClientsThrough.PATIENT)) {
            System.out.println(SummarizeBackup.summarize(TestAws.backup(
                            clients,
                            TestAws.settings(arguments[2], Map.of("DYNAMODB_TABLES", arguments[3])),
                            DecodeBackupRequest.decode(Json.parseObject(arguments[5].getBytes(UTF_8))),
                            clock))
                    .toJson());
        }
    }
}
