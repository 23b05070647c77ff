package io.ddbvault.local;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What an export needs to know of a table. */
record LocalTable(String name, String createdAt, String partitionKey, long sizeBytes) {

    /** DynamoDB Local gives tables no id; like a real one this changes when a table is made anew under its old name. */
    String id() {
        return UUID.nameUUIDFromBytes((name + '@' + createdAt).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
