package io.ddbvault.core.model;

import java.io.Serializable;

/**
 * One attribute of a primary key.
 *
 * @param name the attribute's name
 * @param type its type in DynamoDB JSON: {@code S}, {@code N} or {@code B}
 */
public record KeyAttribute(String name, String type) implements Serializable {
    @Override
    public String toString() {
        return name + " (" + type + ")";
    }
}
