package io.ddbvault.local;

import java.io.IOException;

/** A program that starts an embedded AWS, exports a table, and prints nothing of its own. */
final class ExportOnce {
    private ExportOnce() {}

    public static void main(String[] arguments) throws IOException {
        try (EmbeddedAws aws = EmbeddedAws.start(EmbeddedAwsOptions.inMemory());
                AwsClients clients = AwsClients.of(aws)) {
            clients.s3().createBucket(r -> r.bucket("backups"));
            clients.put("quiet", clients.createRecoverableTable("quiet"));
            clients.awaitEnd(clients.export(
                            clients.dynamoDb()
                                    .describeTable(r -> r.tableName("quiet"))
                                    .table()
                                    .tableArn(),
                            "backups")
                    .exportArn());
            clients.s3().deleteObject(r -> r.bucket("backups").key("never-there"));
        }
    }
}
