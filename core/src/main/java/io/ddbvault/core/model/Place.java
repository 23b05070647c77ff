package io.ddbvault.core.model;

/**
 * Where an item came from.
 *
 * @param source the data file's key in the bucket; for an item of a table, the table's name
 * @param line from 1; for an item of a table, its position in the scan
 */
public record Place(String source, long line) {
    @Override
    public String toString() {
        return source + " line " + line;
    }
}
