package io.ddbvault.core.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableLockTest {
    @Test
    void itTellsWhoHadTheTableSinceARestore() {
        TableLock lock = next(next(next(lock("first", List.of()), "second"), "first"), "third");

        assertThat(lock.since("third")).contains(List.of());
        assertThat(lock.since("first")).contains(List.of("third"));
        assertThat(lock.since("second")).contains(List.of("first", "third"));
        assertThat(lock.since("unknown")).contains(List.of("first", "second", "first", "third"));
    }

    @Test
    void aRestoreThatTakesItAgainIsRememberedOnce() {
        assertThat(next(next(lock("first", List.of()), "first"), "second").before())
                .containsExactly("first");
    }

    @Test
    void afterAHundredOthersARestoreIsForgottenAndItSaysSo() {
        TableLock lock = lock("first", List.of());
        for (int i = 0; i < 100; i++) {
            lock = next(lock, "restore-" + i);
        }
        assertThat(lock.since("first"))
                .hasValueSatisfying(since -> assertThat(since).hasSize(100));

        lock = next(lock, "one more");

        assertThat(lock.before()).hasSize(100);
        assertThat(lock.since("first")).isEmpty();
    }

    @Test
    void whatIsStoredIsReadAgainAndALockOfBeforeRemembersNobody() {
        TableLock lock = next(lock("first", List.of()), "second");
        String stored = new String(lock.toJson(), UTF_8);

        assertThat(TableLock.parse(lock.toJson(), "uri")).isEqualTo(lock);
        assertThat(TableLock.parse(
                                stored.replaceFirst(",\\s*\"restores_before\" : \\[[^]]*]", "")
                                        .getBytes(UTF_8),
                                "uri")
                        .before())
                .isEmpty();
    }

    private static TableLock next(TableLock lock, String restoreId) {
        return lock(restoreId, lock.beforeNext(restoreId));
    }

    private static TableLock lock(String restoreId, List<String> before) {
        return new TableLock("orders", restoreId, "a test", "token", Instant.EPOCH, Instant.EPOCH, before);
    }
}
