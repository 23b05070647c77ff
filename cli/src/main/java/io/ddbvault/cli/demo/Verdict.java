package io.ddbvault.cli.demo;

import java.util.List;

/**
 * How a table compares with what was generated.
 *
 * @param expected items that should be there
 * @param found items that are there
 * @param differences one per item that is missing, that is not as generated, or that should not be there
 */
record Verdict(DemoTable table, int expected, int found, List<Difference> differences) {
    Verdict {
        differences = List.copyOf(differences);
    }

    boolean identical() {
        return differences.isEmpty();
    }

    /**
     * One item.
     *
     * @param key the primary key, for people
     * @param what completes "the item … "
     */
    record Difference(String key, String what) {}
}
