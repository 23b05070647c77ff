package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.state.LockState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lock is removed only by who was shown it, and said the table's name or --yes. */
class UnlockCommandTest {
    private static final LockState LIVE = Statuses.lockState(Statuses.lock(Statuses.ID), true);
    private static final String[] SHOWN = {
        "codes is locked:",
        "      restore 20250722T030000Z-1a2b3c4d, by process 7 of ops on host-1",
        "      last seen alive 2025-07-22T03:14:01Z, expires 2025-07-22T03:16:01Z"
    };
    private static final String LOCK_JSON =
            "\"lock\":{\"restore_id\":\"20250722T030000Z-1a2b3c4d\",\"owner\":\"process 7 of ops on host-1\","
                    + "\"renewed_at\":\"2025-07-22T03:14:01Z\",\"expires_at\":\"2025-07-22T03:16:01Z\"}";

    private final RunCli cli = RunCli.configured();

    @Test
    void onATerminalTheTablesNameRemovesTheLockThatWasShown() {
        cli.lock = table -> LIVE;

        assertThat(cli.answering("codes").run("unlock", "codes")).isZero();

        assertThat(cli.unlocked).containsExactly(LIVE);
        assertThat(cli.out().lines())
                .startsWith(SHOWN)
                .endsWith(
                        "The lock is removed. If that restore still works, it stops within 20 seconds; 'ddbvault restore --restore-id 20250722T030000Z-1a2b3c4d' goes on with it.");
        assertThat(cli.err())
                .isEqualTo(("If that restore still works, it stops within 20 seconds; 'ddbvault restore --restore-id"
                                + " 20250722T030000Z-1a2b3c4d' goes on with it.%n"
                                + "Type the table's name to remove the lock, anything else to leave it: ")
                        .formatted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "", "Codes"})
    void anyOtherAnswerLeavesIt(String typed) {
        cli.lock = table -> LIVE;

        assertThat(cli.answering(typed).run("unlock", "codes")).isEqualTo(1);

        assertThat(cli.unlocked).isEmpty();
        assertThat(cli.out().lines()).containsExactly(SHOWN);
        assertThat(cli.err())
                .endsWith(
                        "error: Not confirmed: '%s' is not codes. Nothing was touched. --yes answers in advance, for scripts.%n"
                                .formatted(typed));
    }

    @Test
    void withoutATerminalItOnlyShows() {
        cli.lock = table -> LIVE;

        assertThat(cli.run("unlock", "codes")).isEqualTo(1);

        assertThat(cli.unlocked).isEmpty();
        assertThat(cli.out().lines()).containsExactly(SHOWN);
        assertThat(cli.err())
                .isEqualTo(
                        "error: Not confirmed: there is no terminal at which to ask for the table's name. Nothing was touched. --yes answers in advance, for scripts.%n"
                                .formatted());
    }

    @Test
    void yesRemovesItInAScript() {
        cli.lock = table -> LIVE;

        assertThat(cli.run("unlock", "codes", "--yes")).isZero();

        assertThat(cli.unlocked).containsExactly(LIVE);
        assertThat(cli.out()).contains("The lock is removed.");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void jsonSaysTheSame() {
        cli.lock = table -> LIVE;

        assertThat(cli.run("unlock", "codes", "--yes", "--json")).isZero();
        assertThat(cli.run("unlock", "codes", "--json")).isEqualTo(1);

        assertThat(cli.out())
                .isEqualTo(("{\"statusCode\":200,\"body\":{\"table_name\":\"codes\",\"locked\":false,\"removed\":true,"
                                + LOCK_JSON
                                + "}}%n{\"statusCode\":500,\"body\":{\"table_name\":\"codes\",\"locked\":true,\"removed\":false,"
                                + LOCK_JSON
                                + ",\"error\":\"Not confirmed: there is no terminal at which to ask for the table's name."
                                + " Nothing was touched. --yes answers in advance, for scripts.\",\"error_code\":\"NOT_CONFIRMED\"}}%n")
                        .formatted());
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void aTableThatIsNotLockedNeedsNothing() {
        cli.lock = table -> Statuses.lockState(null, false);
        assertThat(cli.run("unlock", "codes")).isZero();

        cli.lock = table -> Statuses.lockState(Statuses.lock(Statuses.ID), false);
        assertThat(cli.answering().run("unlock", "codes")).isZero();

        assertThat(cli.out().lines())
                .containsExactly(
                        "codes is not locked, and never was. There is nothing to remove.",
                        "codes is not locked any more. There is nothing to remove. The last lock:",
                        "      restore 20250722T030000Z-1a2b3c4d, by process 7 of ops on host-1",
                        "      last seen alive 2025-07-22T03:14:01Z, expired 2025-07-22T03:16:01Z");
        assertThat(cli.unlocked).isEmpty();
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void aLockThatGoesWhileSomebodyReadsIsNoFailure() {
        cli.lock = table -> LIVE;
        cli.removes = false;

        assertThat(cli.answering("codes").run("unlock", "codes")).isZero();

        assertThat(cli.out()).endsWith("It was released, or expired, before it could be removed.%n".formatted());
    }

    @Test
    void theTableMustBeNamedAsOne() {
        assertThat(cli.run("unlock")).isEqualTo(64);
        assertThat(cli.run("unlock", "a b")).isEqualTo(64);
        assertThat(cli.err()).contains("Missing required parameter: 'TABLE'", "'a b' is not a table's name");
        assertThat(cli.opened()).isFalse();
    }
}
