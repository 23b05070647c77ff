package io.ddbvault.core.verify;

import io.ddbvault.core.model.KeySchema;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an exported table's primary key.
 *
 * @param schema null if it could not be found out
 * @param certain whether it is the exported table's, and not perhaps another table's of the same name
 * @param unknown why it could not be found out; null if it could
 */
public record FoundKey(
        @Nullable KeySchema schema,
        boolean certain,
        @Nullable String unknown) implements Serializable {}
