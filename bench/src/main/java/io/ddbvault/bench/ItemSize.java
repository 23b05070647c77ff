package io.ddbvault.bench;

/** The two kinds of items that are restored. A size is that of the item's DynamoDB JSON, exactly. */
enum ItemSize {
    LARGE("1kb", "1 KB", 1024, 12),
    SMALL("167b", "167 B", 167, 6);

    private final String label;
    private final String title;
    private final int bytes;
    private final int attributes;

    ItemSize(String label, String title, int bytes, int attributes) {
        this.label = label;
        this.title = title;
        this.bytes = bytes;
        this.attributes = attributes;
    }

    /** For options and names of files. */
    String label() {
        return label;
    }

    /** For readers. */
    String title() {
        return title;
    }

    /** Of the item's JSON, without the {@code Item} around it and without the line feed. */
    int bytes() {
        return bytes;
    }

    int attributes() {
        return attributes;
    }

    /** The table that is backed up and restored. */
    String table() {
        return "bench_" + label;
    }

    static ItemSize of(String label) {
        for (ItemSize size : values()) {
            if (size.label.equals(label)) {
                return size;
            }
        }
        throw new IllegalArgumentException("no such size: " + label + "; there are 1kb and 167b");
    }
}
