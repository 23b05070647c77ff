package io.ddbvault.core.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.catalog.DeletedBackup.Outcome;
import io.ddbvault.core.catalog.PruneDecision.Fate;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.Answer;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.BackupEraser.Keeping;
import io.ddbvault.core.port.BackupEraser.Refusal;
import io.ddbvault.core.port.BackupEraser.Versions;
import io.ddbvault.testkit.InMemoryBackupEraser;
import io.ddbvault.testkit.InMemoryBackupEraser.Call;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.MakeBackup;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes is gone, what stays is untouched, and a prune that breaks off leaves nothing that looks good and is not. */
class PruneTest {
    private static final RetentionRules LAST_1 = new RetentionRules(1, 0, 0, 0, 0);
    private static final String NOTE = "native-exports/_state/prunes/2025-07-01/prune.json";
    private final DdbvaultException unavailable =
            new DdbvaultException(ErrorCode.AWS_UNAVAILABLE, "S3 cannot be reached.");
    private final InMemoryBackups bucket = new InMemoryBackups();
    private final InMemoryBackupStore store = bucket.store;
    private final InMemoryBackupEraser eraser = new InMemoryBackupEraser(store, bucket.layout);
    private final Stop stop = Stop.onRequest(bucket.clock);

    @Test
    void aPlanChangesNothingAndCountsWhatGoes() {
        bucket.backUp("2025-07-01", "users", "orders");
        bucket.backUp("2025-07-02", "users", "orders");
        bucket.backUp("2025-07-21", "users", "orders");
        List<String> before = store.keys();

        PrunePlan plan = prune().plan(LAST_1);

        assertThat(store.keys()).isEqualTo(before);
        assertThat(plan.with(Fate.KEPT)).extracting(PruneDecision::date).containsExactly(date("2025-07-21"));
        assertThat(plan.with(Fate.GOES))
                .extracting(PruneDecision::date)
                .containsExactly(date("2025-07-02"), date("2025-07-01"));
        assertThat(plan.objects())
                .isEqualTo(bucket.keys("2025-07-01").size()
                        + bucket.keys("2025-07-02").size());
        assertThat(plan.bytes()).isEqualTo(bytes("2025-07-01") + bytes("2025-07-02"));
        assertThat(EncodePrune.encode(PruneReport.dryRun(plan)).statusCode()).isEqualTo(Answer.OK);
    }

    @Test
    void whatGoesIsGoneAndNothingElse() {
        bucket.backUp("2025-07-01", "users");
        bucket.backUp("2025-07-02", "users");
        bucket.backUp("2025-07-21", "users");
        store.put("native-exports/2025-07-01/notes-of-somebody.txt", "x");
        store.put("native-exports/2025-07-011/manifest.json", "no date");
        store.put("native-exports/_state/drills/x.json", "{}");
        store.put("elsewhere/2025-07-01/manifest.json", "{}");
        int objects =
                bucket.keys("2025-07-01").size() + bucket.keys("2025-07-02").size();
        long bytes = bytes("2025-07-01") + bytes("2025-07-02");
        List<String> expected = new ArrayList<>(store.keys());
        expected.removeIf(
                key -> key.startsWith("native-exports/2025-07-01/") || key.startsWith("native-exports/2025-07-02/"));
        expected.add(NOTE);
        expected.add("native-exports/_state/prunes/2025-07-02/prune.json");
        List<LocalDate> told = new ArrayList<>();

        PruneReport report = prune().carryOut(prune().plan(LAST_1), deleted -> told.add(deleted.date()), stop);

        assertThat(store.keys()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(told).containsExactly(date("2025-07-01"), date("2025-07-02"));
        assertThat(report.deleted()).extracting(DeletedBackup::outcome).containsOnly(Outcome.DELETED);
        assertThat(report.objects()).isEqualTo(objects);
        assertThat(report.bytes()).isEqualTo(bytes);
        assertThat(EncodePrune.encode(report).statusCode()).isEqualTo(Answer.OK);
        assertThat(store.text(NOTE)).contains("\"ended_at\" : \"2025-07-22T08:00:00Z\"");
        assertThat(prune().plan(LAST_1).with(Fate.GOES)).isEmpty();
        assertThat(new ListBackups(store, bucket.layout, bucket.clock)
                        .list(null, null)
                        .gaps())
                .containsExactly(new Gap(date("2025-07-03"), date("2025-07-20")));
    }

    @Test
    void firstGoesTheManifestThenTheExportsOwnAndThenTheData() {
        bucket.backUp("2025-07-01", "users", "orders");
        bucket.backUp("2025-07-21", "users", "orders");
        store.put(
                "native-exports/_state/backups/2025-07-01.json",
                "{\"version\":1,\"starts\":[{\"table_name\":\"users\",\"run_key\":\"r\",\"attempt\":0}]}");
        PrunePlan plan = prune().plan(LAST_1);
        List<List<String>> left = new ArrayList<>();
        Runnable look = () -> left.add(bucket.keys("2025-07-01"));
        eraser.faults().on(Call.ERASE_MANIFEST).running(() -> {
            look.run();
            assertThat(store.text(NOTE)).doesNotContain("ended_at");
            // No run can take what is left for exports that were lost.
            assertThat(store.text("native-exports/_state/backups/2025-07-01.json"))
                    .doesNotContain("users");
        });
        eraser.faults().on(Call.ERASE).running(look).then().running(look);

        prune().carryOut(plan, deleted -> {}, stop);

        assertThat(left).hasSize(3);
        assertThat(left.get(0)).contains("native-exports/2025-07-01/manifest.json");
        assertThat(left.get(1))
                .doesNotContain("native-exports/2025-07-01/manifest.json")
                .hasSize(left.get(0).size() - 1);
        assertThat(left.get(2))
                .noneMatch(key -> key.endsWith("/manifest-summary.json"))
                .hasSize(left.get(1).size() - 2);
        assertThat(bucket.keys("2025-07-01")).isEmpty();
    }

    @Test
    void aPruneThatBreaksOffIsSeenAndFinishedByTheNext() {
        bucket.backUp("2025-07-01", "users", "orders");
        bucket.backUp("2025-07-21", "users", "orders");
        eraser.pagesOf(4);
        PrunePlan plan = prune().plan(LAST_1);
        eraser.faults().on(Call.ERASE).passing(2).throwing(unavailable);

        PruneReport report = prune().carryOut(plan, deleted -> {}, stop);

        DeletedBackup half = report.deleted().get(0);
        assertThat(half.outcome()).isEqualTo(Outcome.HALF_DELETED);
        assertThat(half.problem()).isEqualTo("S3 cannot be reached.");
        assertThat(half.objects())
                .isEqualTo(plan.objects() - bucket.keys("2025-07-01").size());
        assertThat(EncodePrune.encode(report).statusCode()).isEqualTo(Answer.PARTLY);
        CatalogedBackup seen =
                new ReadCatalog(store, bucket.layout).find(date("2025-07-01")).orElseThrow();
        assertThat(seen.state()).isEqualTo(BackupState.UNREADABLE);
        assertThat(seen.problem()).contains("a prune that began at 2025-07-22T08:00:00Z has not come to its end");

        PrunePlan next = prune().plan(LAST_1);
        assertThat(next.with(Fate.GOES).get(0).reasons()).containsExactly("an earlier prune began to delete it");
        assertThat(prune().carryOut(next, deleted -> {}, stop).deleted().get(0).outcome())
                .isEqualTo(Outcome.DELETED);
        assertThat(bucket.keys("2025-07-01")).isEmpty();
        assertThat(store.text(NOTE)).contains("ended_at");
    }

    @Test
    void aStopBetweenTwoPagesLeavesTheRestToTheNext() {
        bucket.backUp("2025-07-01", "users");
        bucket.backUp("2025-07-02", "users");
        bucket.backUp("2025-07-21", "users");
        PrunePlan plan = prune().plan(LAST_1);
        eraser.faults().on(Call.ERASE).running(() -> stop.request("an interrupt"));

        PruneReport report = prune().carryOut(plan, deleted -> {}, stop);

        assertThat(report.stopped()).isEqualTo("stopped because of an interrupt");
        assertThat(report.deleted()).hasSize(1);
        assertThat(report.deleted().get(0).problem()).isEqualTo("stopped because of an interrupt");
        assertThat(bucket.keys("2025-07-02")).isNotEmpty();
        assertThat(new ReadCatalog(store, bucket.layout)
                        .find(date("2025-07-02"))
                        .orElseThrow()
                        .state())
                .isEqualTo(BackupState.GOOD);
    }

    @Test
    void anObjectThatCannotBeDeletedIsNamedAndTheRestIsGone() {
        bucket.backUp("2025-07-01", "users");
        bucket.backUp("2025-07-21", "users");
        String locked = bucket.keys("2025-07-01").stream()
                .filter(key -> key.endsWith(".json.gz"))
                .findFirst()
                .orElseThrow();
        PrunePlan plan = prune().plan(LAST_1);
        eraser.refuse(locked, "AccessDenied: Access Denied because object protected by object lock.");

        PruneReport report = prune().carryOut(plan, deleted -> {}, stop);

        DeletedBackup half = report.deleted().get(0);
        assertThat(half.outcome()).isEqualTo(Outcome.HALF_DELETED);
        assertThat(half.left()).isEqualTo(1);
        assertThat(half.refusals())
                .containsExactly(
                        new Refusal(locked, "AccessDenied: Access Denied because object protected by object lock."));
        assertThat(half.objects()).isEqualTo(plan.objects() - 1);
        assertThat(bucket.keys("2025-07-01")).containsExactly(locked);

        eraser.refuseNothing();
        prune().carryOut(prune().plan(LAST_1), deleted -> {}, stop);
        assertThat(bucket.keys("2025-07-01")).isEmpty();
    }

    @Test
    void deniedFromTheStartDeletesNothingAndIsAnErrorOfTheWholePrune() {
        bucket.backUp("2025-07-01", "users");
        bucket.backUp("2025-07-21", "users");
        List<String> before = bucket.keys("2025-07-01");
        PrunePlan plan = prune().plan(LAST_1);
        DdbvaultException denied = new DdbvaultException(ErrorCode.ACCESS_DENIED, "S3 denies s3:DeleteObject.");
        eraser.faults().on(Call.ERASE_MANIFEST).throwing(denied);

        assertThatThrownBy(() -> prune().carryOut(plan, deleted -> {}, stop)).isEqualTo(denied);

        assertThat(bucket.keys("2025-07-01")).isEqualTo(before);
        // Nothing is begun: a manifest that gets lost later is no half deleted backup.
        bucket.deleteManifest("2025-07-01");
        assertThat(prune().plan(LAST_1).with(Fate.REFUSED))
                .extracting(PruneDecision::date)
                .containsExactly(date("2025-07-01"));
    }

    @Test
    void aManifestThatChangedSinceThePlanKeepsItsBackup() {
        bucket.backUp("2025-07-01", "users");
        bucket.backUp("2025-07-02", "users");
        bucket.backUp("2025-07-21", "users");
        PrunePlan plan = prune().plan(LAST_1);
        bucket.backUp("2025-07-01", "users", "orders");
        eraser.faults()
                .on(Call.ERASE_MANIFEST, "2025-07-02")
                .running(() -> bucket.backUp("2025-07-02", "users", "codes"));

        PruneReport report = prune().carryOut(plan, deleted -> {}, stop);

        assertThat(report.deleted()).extracting(DeletedBackup::outcome).containsOnly(Outcome.UNTOUCHED);
        assertThat(report.deleted())
                .extracting(DeletedBackup::problem)
                .containsExactly(
                        "its manifest has changed since it was looked at",
                        "its manifest was changed in the last moment");
        assertThat(EncodePrune.encode(report).statusCode()).isEqualTo(Answer.NOTHING);
        assertThat(new ReadCatalog(store, bucket.layout).read(null))
                .extracting(CatalogedBackup::state)
                .containsOnly(BackupState.GOOD);
    }

    @Test
    void aNewManifestInTheMiddleStopsTheDateAndIsNotDeleted() {
        bucket.backUp("2025-07-01", "users");
        bucket.backUp("2025-07-21", "users");
        PrunePlan plan = prune().plan(LAST_1);
        eraser.faults().on(Call.ERASE).running(() -> bucket.backUp("2025-07-01", "orders"));

        DeletedBackup half =
                prune().carryOut(plan, deleted -> {}, stop).deleted().get(0);

        assertThat(half.outcome()).isEqualTo(Outcome.HALF_DELETED);
        assertThat(half.problem()).startsWith("there is a new manifest");
        assertThat(bucket.keys("2025-07-01"))
                .contains("native-exports/2025-07-01/manifest.json")
                .anyMatch(key -> key.contains("/orders/") && key.endsWith("manifest-summary.json"));
    }

    @Test
    void theLastGoodBackupMustStillBeThereWhenAnOlderOneGoes() {
        bucket.backUp("2025-07-01", "users");
        bucket.backUp("2025-07-21", "users");
        PrunePlan plan = prune().plan(LAST_1);
        bucket.deleteManifest("2025-07-21");

        DeletedBackup stays =
                prune().carryOut(plan, deleted -> {}, stop).deleted().get(0);

        assertThat(stays.outcome()).isEqualTo(Outcome.UNTOUCHED);
        assertThat(stays.problem()).isEqualTo("the last good backup of users, of 2025-07-21, is not there any more");
        assertThat(bucket.keys("2025-07-01")).contains("native-exports/2025-07-01/manifest.json");
    }

    @Test
    void aDamagedBackupIsNotTheLastGoodOne() {
        bucket.backUp("2025-07-01", "users");
        bucket.backUp("2025-07-02", "users");
        MakeBackup damaged = new MakeBackup(InMemoryBackups.BUCKET, "native-exports", "2025-07-21", "production");
        MakeBackup.Export users = damaged.table("users", List.of(List.of("{}")));
        users.replace(users.filesKey(), "{}".getBytes(UTF_8));
        bucket.put(damaged);

        PrunePlan plan = prune().plan(LAST_1);

        assertThat(plan.decisions())
                .extracting(decision -> decision.date() + " " + decision.fate() + " " + decision.reasons())
                .containsExactly(
                        "2025-07-21 KEPT [last]",
                        "2025-07-02 KEPT [the last good backup of users]",
                        "2025-07-01 GOES [no rule keeps it]");
        assertThat(plan.warnings().get(0))
                .startsWith("The backup of 2025-07-21 does not count as the last good one of users: ")
                .contains(users.filesKey());
        assertThat(EncodePrune.encode(PruneReport.dryRun(plan)).statusCode()).isEqualTo(Answer.PARTLY);
    }

    @Test
    void aBackupThatAVerificationFoundBadIsNotTheLastGoodOne() {
        bucket.backUp("2025-07-02", "users");
        bucket.backUp("2025-07-21", "users");
        store.put("native-exports/_state/verifications/users.json", """
                {"version":1,"table_name":"users","verifications":{
                "deep":{"backup_date":"2025-07-21","verified_at":"2025-07-21T03:00:00Z","verdict":"BAD","files":1,"items":1,"bytes":9,"problems":["x"]}}}
                """);

        PrunePlan plan = prune().plan(LAST_1);

        assertThat(plan.with(Fate.GOES)).isEmpty();
        assertThat(plan.warnings())
                .containsExactly(
                        "The backup of 2025-07-21 does not count as the last good one of users: a verification found it BAD.");
    }

    @Test
    void whatCannotBeReadIsNamedAndNotDeleted() {
        bucket.backUp("2025-07-01", "users");
        bucket.backUp("2025-07-02", "users");
        bucket.backUp("2025-07-21", "users");
        bucket.deleteManifest("2025-07-01");
        store.put("native-exports/2025-07-02/manifest.json", "{}");
        List<String> before = store.keys();

        PrunePlan plan = prune().plan(LAST_1);
        prune().carryOut(plan, deleted -> {}, stop);

        assertThat(store.keys()).isEqualTo(before);
        assertThat(plan.with(Fate.REFUSED))
                .extracting(decision -> decision.reasons().get(0))
                .satisfiesExactly(
                        reason -> assertThat(reason)
                                .startsWith("what it holds is not known: " + InMemoryBackups.ROOT
                                        + "2025-07-02/manifest.json is not a backup manifest"),
                        reason -> assertThat(reason)
                                .startsWith("what it holds is not known: " + InMemoryBackups.ROOT
                                        + "2025-07-01/manifest.json does not exist"));
        assertThat(EncodePrune.encode(PruneReport.dryRun(plan)).statusCode()).isEqualTo(Answer.PARTLY);
    }

    @Test
    void aBackupWhoseExportEndedUnnoticedCountsAsGood() {
        bucket.backUp("2025-07-01", "users");
        MakeBackup unnoticed = new MakeBackup(InMemoryBackups.BUCKET, "native-exports", "2025-07-21", "production");
        unnoticed.table("users", List.of(List.of("{}")));
        unnoticed.entry(0).put("status", "IN_PROGRESS");
        bucket.put(unnoticed);

        assertThat(prune().plan(LAST_1).decisions())
                .extracting(decision -> decision.date() + " " + decision.fate())
                .containsExactly("2025-07-21 KEPT", "2025-07-01 GOES");
    }

    @Test
    void thousandsOfObjectsGoPageByPage() {
        bucket.backUp("2025-07-21", "users");
        MakeBackup large = bucket.backUp("2025-07-01", "users");
        assertThat(large.manifestKey()).isEqualTo("native-exports/2025-07-01/manifest.json");
        for (int i = 0; i < 3_500; i++) {
            store.put("native-exports/2025-07-01/users/AWSDynamoDB/x/data/%05d.json.gz".formatted(i), "12345");
        }
        long bytes = bytes("2025-07-01");

        PruneReport report = prune().carryOut(prune().plan(LAST_1), deleted -> {}, stop);

        assertThat(bucket.keys("2025-07-01")).isEmpty();
        assertThat(report.objects())
                .isGreaterThan(3_500L)
                .isEqualTo(report.plan().objects());
        assertThat(report.bytes()).isEqualTo(bytes);
    }

    @Test
    void anEmptyBucketIsAnError() {
        assertThatThrownBy(() -> prune().plan(LAST_1))
                .isInstanceOfSatisfying(
                        DdbvaultException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NO_BACKUP))
                .hasMessage(
                        "There is no backup under %s. Check BACKUP_BUCKET and S3_EXPORTS_PREFIX.",
                        InMemoryBackups.ROOT);
    }

    @Test
    void thePlanTellsWhatTheBucketKeeps() {
        bucket.backUp("2025-07-21", "users");
        eraser.keep(new Versions(Keeping.EVERYTHING, 30, true));

        assertThat(prune().plan(LAST_1).versions()).isEqualTo(new Versions(Keeping.EVERYTHING, 30, true));
    }

    private Prune prune() {
        return new Prune(InMemoryBackups.BUCKET, store, eraser, bucket.layout, bucket.clock);
    }

    private long bytes(String date) {
        return bucket.keys(date).stream()
                .mapToLong(key -> store.bytes(key).length)
                .sum();
    }

    private static LocalDate date(String text) {
        return LocalDate.parse(text);
    }
}
