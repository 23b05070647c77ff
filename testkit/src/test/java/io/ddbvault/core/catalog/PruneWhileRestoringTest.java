package io.ddbvault.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.catalog.DeletedBackup.Outcome;
import io.ddbvault.core.catalog.PruneDecision.Fate;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.InMemoryRestore;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.testkit.InMemoryBackupEraser;
import io.ddbvault.testkit.MakeBackup;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A backup that a restore reads is not deleted under it. The restored backup is that of 2025-07-20. */
class PruneWhileRestoringTest {
    private static final RetentionRules LAST_1 = new RetentionRules(1, 0, 0, 0, 0);
    private static final RestoreRequest RESTORE =
            new RestoreRequest(LocalDate.parse("2025-07-20"), null, false, false, 1);
    private static final String ID = "20250722T030000Z-00000001";

    private final InMemoryRestore restore = new InMemoryRestore();
    private final InMemoryBackupEraser eraser = new InMemoryBackupEraser(restore.store, InMemoryRestore.LAYOUT);

    @BeforeEach
    void backUp() {
        restore.backUp("orders", "users");
        MakeBackup newer = new MakeBackup("backups", "native-exports", "2025-07-21", "production");
        newer.table("orders", List.of(List.of("{}")));
        newer.table("users", List.of(List.of("{}")));
        newer.objects().forEach(restore.store::put);
    }

    @Test
    void withoutARestoreItGoes() {
        assertThat(fates()).containsExactly("2025-07-21 KEPT [last]", "2025-07-20 GOES [no rule keeps it]");
    }

    @Test
    void whileARestoreReadsItItIsRefused() {
        List<String> during = new ArrayList<>();

        restore.runAndDuring(2, () -> during.addAll(fates()), RESTORE, ID);

        assertThat(during)
                .containsExactly("2025-07-21 KEPT [last]", "2025-07-20 REFUSED [the restore " + ID + " reads it]");
        assertThat(fates()).contains("2025-07-20 GOES [no rule keeps it]");
    }

    @Test
    void aRestoreThatStoppedIsWaitedForThirtyDays() {
        restore.runAndStopAfter(2, RESTORE, ID);
        restore.clock.advance(Duration.ofDays(29));

        assertThat(fates())
                .contains("2025-07-20 REFUSED [the restore " + ID
                        + " stopped at 2025-07-22T03:00:00Z and can go on with it ('ddbvault restore --restore-id " + ID
                        + "')]");

        restore.clock.advance(Duration.ofDays(1));
        assertThat(fates()).contains("2025-07-20 GOES [no rule keeps it]");
    }

    @Test
    void aRestoreThatCannotBeReadMayReadAny() {
        restore.store.put("native-exports/_state/restores/" + ID + "/checkpoint.json", "{\"version\":99}");

        assertThat(prune().plan(LAST_1).with(Fate.REFUSED).get(0).reasons().get(0))
                .startsWith("the restore " + ID + " may read it: s3://backups/native-exports/_state/restores/");

        restore.clock.advance(Duration.ofDays(31));
        assertThat(fates()).contains("2025-07-20 GOES [no rule keeps it]");
    }

    @Test
    void aRestoreThatBeginsAfterThePlanKeepsItsBackup() {
        PrunePlan plan = prune().plan(LAST_1);
        restore.runAndStopAfter(2, RESTORE, ID);

        DeletedBackup stays = carryOut(plan);

        assertThat(stays.outcome()).isEqualTo(Outcome.UNTOUCHED);
        assertThat(stays.problem()).startsWith("the restore " + ID + " stopped at");
        assertThat(restore.run(RestoreRequest.goOnWith(ID), ID).results())
                .allMatch(result -> result.status().name().equals("COMPLETED"));
    }

    @Test
    void aLockWhoseRestoreHasNotNotedItsDateYetKeepsEveryBackupOfItsTable() {
        PrunePlan plan = prune().plan(LAST_1);
        String lock = InMemoryRestore.LAYOUT.lock("arn:aws:dynamodb:eu-west-1:111122223333:table/users");
        restore.store.put(
                lock,
                "{\"version\":1,\"table_name\":\"users\",\"restore_id\":\"%s\",\"owner\":\"o\",\"token\":\"t\",\"renewed_at\":\"2025-07-22T02:59:50Z\",\"expires_at\":\"2025-07-22T03:01:50Z\"}"
                        .formatted(ID));

        DeletedBackup stays = carryOut(plan);

        assertThat(stays.outcome()).isEqualTo(Outcome.UNTOUCHED);
        assertThat(stays.problem()).isEqualTo("the restore %s, which has locked users, may read it".formatted(ID));

        restore.clock.advance(Duration.ofMinutes(2));
        assertThat(carryOut(plan).outcome()).isEqualTo(Outcome.DELETED);
    }

    private DeletedBackup carryOut(PrunePlan plan) {
        return prune().carryOut(plan, deleted -> {}, Stop.onRequest(restore.clock))
                .deleted()
                .get(0);
    }

    private List<String> fates() {
        return prune().plan(LAST_1).decisions().stream()
                .map(decision -> decision.date() + " " + decision.fate() + " " + decision.reasons())
                .toList();
    }

    private Prune prune() {
        return new Prune("backups", restore.store, eraser, InMemoryRestore.LAYOUT, restore.clock);
    }
}
