package io.ddbvault.core.model;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table's primary key.
 *
 * @param attributes the partition key, then the sort key where there is one
 */
public record KeySchema(List<KeyAttribute> attributes) implements Serializable {
    public KeySchema {
        attributes = List.copyOf(attributes);
        if (attributes.isEmpty() || attributes.size() > 2) {
            throw new IllegalArgumentException("a primary key has one or two attributes: " + attributes);
        }
    }

    @Override
    public String toString() {
        return attributes.stream().map(KeyAttribute::toString).collect(Collectors.joining(" + "));
    }
}
