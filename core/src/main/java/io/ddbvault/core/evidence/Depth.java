package io.ddbvault.core.evidence;

import java.util.Locale;

/** How much of a backup a verification looked at. */
public enum Depth {
    /** Manifests and their checksums, each data file's existence and ETag; no content. */
    QUICK,
    /** As quick, and every byte of some data files. */
    SAMPLE,
    /** As quick, and every byte. */
    DEEP;

    /** As JSON and people call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
