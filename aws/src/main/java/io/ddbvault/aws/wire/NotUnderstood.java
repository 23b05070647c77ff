package io.ddbvault.aws.wire;

import java.io.IOException;

/** An answer that is not trusted. The message says why in fixed words, and holds nothing of the answer. */
public final class NotUnderstood extends IOException {
    private static final long serialVersionUID = 1;

    public NotUnderstood(String reason) {
        super(reason);
    }
}
