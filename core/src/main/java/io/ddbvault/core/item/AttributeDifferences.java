package io.ddbvault.core.item;

import java.util.List;

/**
 * The names of the attributes in which two items differ, each list sorted.
 *
 * @param onlyHere those that only the first item has
 * @param onlyThere those that only the second item has
 * @param changed those that both have, with different values or types; what differs inside of a map or list counts as a
 *     change of the attribute that it is in
 */
public record AttributeDifferences(List<String> onlyHere, List<String> onlyThere, List<String> changed) {
    public AttributeDifferences {
        onlyHere = List.copyOf(onlyHere);
        onlyThere = List.copyOf(onlyThere);
        changed = List.copyOf(changed);
    }

    /** Whether the items are equal. */
    public boolean isEmpty() {
        return onlyHere.isEmpty() && onlyThere.isEmpty() && changed.isEmpty();
    }
}
