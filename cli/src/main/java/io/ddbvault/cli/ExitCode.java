package io.ddbvault.cli;

/** What the process exits with, beside an answer's own 0, 2 and 1. A signal's 130 or 143 is the JVM's. */
final class ExitCode {
    static final int OK = 0;
    static final int FAILED = 1;
    /** Something, but not all of it. */
    static final int PARTLY = 2;
    /** {@code EX_USAGE} of sysexits.h. */
    static final int USAGE = 64;

    private ExitCode() {}
}
