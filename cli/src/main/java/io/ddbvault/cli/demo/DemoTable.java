package io.ddbvault.cli.demo;

import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import java.util.List;

/**
 * A table of the demo.
 *
 * @param items how many items it is filled with
 */
record DemoTable(String name, KeySchema keySchema, int items) {
    static final String ENVIRONMENT = "demo";

    /** Three tables named by the default pattern: 30 items for each one of {@code scale}. */
    static List<DemoTable> all(int scale) {
        return List.of(
                new DemoTable("mfa-api_demo_user_global", key("user_id", "S"), 15 * scale),
                new DemoTable("mfa-api_demo_u2f_global", key("user_id", "S", "registered_at", "N"), 9 * scale),
                new DemoTable("mfa-api_demo_totp_global", key("secret_id", "B"), 6 * scale));
    }

    private static KeySchema key(String partition, String type) {
        return new KeySchema(List.of(new KeyAttribute(partition, type)));
    }

    private static KeySchema key(String partition, String partitionType, String sort, String sortType) {
        return new KeySchema(List.of(new KeyAttribute(partition, partitionType), new KeyAttribute(sort, sortType)));
    }
}
