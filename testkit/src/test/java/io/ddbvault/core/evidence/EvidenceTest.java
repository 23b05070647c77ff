package io.ddbvault.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.evidence.ReadEvidence.Evidence;
import io.ddbvault.core.evidence.Verification.Verdict;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryBackupStore.Call;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of a table's backups, written and read. */
class EvidenceTest {
    private static final String KEY = "exports/_state/verifications/users.json";

    private final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    private final BackupLayout layout = new BackupLayout("exports");
    private final FakeClock clock = FakeClock.at("2025-07-22T08:00:00Z");
    private final StoreVerification storing = new StoreVerification(
            store, layout, new JitteredPause(clock, new Random(1), Duration.ofMillis(50), Duration.ofSeconds(5)));

    @Test
    void theLatestVerificationOfEachDepthIsKept() {
        storing.store("users", Depth.DEEP, good("2025-07-20", "2025-07-21T08:00:00Z"));
        storing.store("users", Depth.QUICK, bad("2025-07-21", "2025-07-22T08:00:00Z", "it is damaged"));
        storing.store("users", Depth.QUICK, good("2025-07-22", "2025-07-22T09:00:00Z"));

        TableVerifications users = read("users").of("users");

        assertThat(users.latest()).containsOnlyKeys(Depth.QUICK, Depth.DEEP);
        assertThat(users.of(Depth.DEEP)).contains(good("2025-07-20", "2025-07-21T08:00:00Z"));
        assertThat(users.of(Depth.QUICK)).contains(good("2025-07-22", "2025-07-22T09:00:00Z"));
        assertThat(users.of(Depth.SAMPLE)).isEmpty();
        assertThat(users.newest()).contains(good("2025-07-22", "2025-07-22T09:00:00Z"));
    }

    @Test
    void aVerificationThatEndedEarlierDoesNotReplaceALaterOne() {
        storing.store("users", Depth.QUICK, bad("2025-07-22", "2025-07-22T09:00:00Z", "it is damaged"));
        storing.store("users", Depth.QUICK, good("2025-07-21", "2025-07-22T08:59:59Z"));

        assertThat(read("users").of("users").of(Depth.QUICK))
                .contains(bad("2025-07-22", "2025-07-22T09:00:00Z", "it is damaged"));
        assertThat(read("users").of("users").newestGood()).isEmpty();
    }

    @Test
    void itIsStoredAsDocumented() {
        storing.store(
                "users",
                Depth.SAMPLE,
                new Verification(
                        LocalDate.parse("2025-07-22"),
                        Instant.parse("2025-07-22T08:00:00.123Z"),
                        Verdict.BAD,
                        "arn:aws:dynamodb:eu-west-1:111122223333:table/users/export/01-2",
                        3,
                        50,
                        1234,
                        List.of("it is damaged")));

        assertThat(store.text(KEY)).isEqualToNormalizingNewlines("""
                        {
                          "table_name" : "users",
                          "verifications" : {
                            "sample" : {
                              "backup_date" : "2025-07-22",
                              "verified_at" : "2025-07-22T08:00:00Z",
                              "verdict" : "BAD",
                              "export_arn" : "arn:aws:dynamodb:eu-west-1:111122223333:table/users/export/01-2",
                              "files" : 3,
                              "items" : 50,
                              "bytes" : 1234,
                              "problems" : [ "it is damaged" ]
                            }
                          }
                        }
                        """);
    }

    @Test
    void ofManyProblemsTheFirstTenAreKept() {
        Verification verification = new Verification(
                LocalDate.EPOCH, Instant.EPOCH, Verdict.BAD, null, 0, 0, 0, Collections.nCopies(11, "one"));

        assertThat(verification.problems()).hasSize(10);
    }

    @Test
    void whatAnotherRunStoresMeanwhileStays() {
        store.faults()
                .on(Call.PUT_IF_ABSENT, KEY)
                .running(() -> storing.store("users", Depth.DEEP, good("2025-07-20", "2025-07-21T08:00:00Z")));

        storing.store("users", Depth.QUICK, good("2025-07-22", "2025-07-22T08:00:00Z"));

        assertThat(read("users").of("users").latest()).containsOnlyKeys(Depth.QUICK, Depth.DEEP);
        assertThat(clock.sleeps()).hasSize(1);
    }

    @Test
    void whenOthersWriteEachTimeItEndsWithAnError() {
        store.faults().on(Call.PUT_IF_ABSENT, KEY).returning(false).times(12);

        assertThatThrownBy(() -> storing.store("users", Depth.QUICK, good("2025-07-22", "2025-07-22T08:00:00Z")))
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MANIFEST_CONFLICT))
                .hasMessage(
                        "s3://backups/%s was changed by other runs each of the 12 times that this run tried to write it. Verify again.",
                        KEY);
    }

    @Test
    void aTableThatWasNeverVerifiedHasNoEvidence() {
        storing.store("users", Depth.QUICK, good("2025-07-22", "2025-07-22T08:00:00Z"));

        Evidence evidence = read("orders", "users");

        assertThat(evidence.verifications()).containsOnlyKeys("users");
        assertThat(evidence.of("orders")).isEqualTo(TableVerifications.none("orders"));
        assertThat(evidence.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"table_name\":\"users\"",
                "{\"table_name\":\"users\",\"verifications\":[]}",
                "{\"table_name\":\"orders\",\"verifications\":{}}"
            })
    void whatIsNoSuchObjectIsNoEvidenceAndTheNextVerificationReplacesIt(String text) {
        store.put(KEY, text);

        assertThat(read("users").of("users").latest()).isEmpty();
        assertThat(read("users").warnings()).singleElement().asString().startsWith("s3://backups/" + KEY);

        storing.store("users", Depth.QUICK, good("2025-07-22", "2025-07-22T08:00:00Z"));
        assertThat(read("users").of("users").latest()).containsOnlyKeys(Depth.QUICK);
        assertThat(read("users").warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"GOOD\"",
                "{\"backup_date\":\"2025-07-22\",\"verified_at\":\"2025-07-22T08:00:00Z\"}",
                "{\"backup_date\":\"2025-07-22\",\"verified_at\":\"2025-07-22T08:00:00Z\",\"verdict\":\"FINE\"}",
                "{\"backup_date\":\"yesterday\",\"verified_at\":\"2025-07-22T08:00:00Z\",\"verdict\":\"GOOD\"}",
                "{\"backup_date\":\"2025-07-22\",\"verified_at\":\"today\",\"verdict\":\"GOOD\"}"
            })
    void ofADamagedVerificationNothingIsBelievedAndTheOthersAre(String quick) {
        store.put(
                KEY,
                "{\"table_name\":\"users\",\"verifications\":{\"quick\":%s,\"deep\":{\"backup_date\":\"2025-07-20\",\"verified_at\":\"2025-07-21T08:00:00Z\",\"verdict\":\"GOOD\"}}}"
                        .formatted(quick));

        Evidence evidence = read("users");

        assertThat(evidence.of("users").latest()).containsOnlyKeys(Depth.DEEP);
        assertThat(evidence.warnings())
                .containsExactly(
                        "s3://backups/" + KEY
                                + " is taken for no evidence: its verification 'quick' is damaged. 'ddbvault verify' writes it anew.");
    }

    @Test
    void fieldsAndDepthsThatThisVersionDoesNotKnowAreIgnoredAndOddOnesAreLeftOut() {
        store.put(
                KEY,
                "{\"table_name\":\"users\",\"new\":1,\"verifications\":{\"newer\":7,\"deep\":{\"backup_date\":\"2025-07-20\",\"verified_at\":\"2025-07-21T08:00:00Z\",\"verdict\":\"BAD\",\"files\":-1,\"items\":\"many\",\"bytes\":9000000000,\"problems\":[\"a\\u001b[31m\",7],\"new\":{}}}}");

        Evidence evidence = read("users");

        assertThat(evidence.warnings()).isEmpty();
        assertThat(evidence.of("users").of(Depth.DEEP))
                .contains(new Verification(
                        LocalDate.parse("2025-07-20"),
                        Instant.parse("2025-07-21T08:00:00Z"),
                        Verdict.BAD,
                        null,
                        0,
                        0,
                        9_000_000_000L,
                        List.of("a\ufffd[31m")));
    }

    @Test
    void anObjectThatIsTooLargeIsNoEvidence() {
        store.put(KEY, new byte[(1 << 20) + 1]);

        assertThat(read("users").verifications()).isEmpty();
        assertThat(read("users").warnings()).singleElement().asString().startsWith("s3://backups/" + KEY);
    }

    @Test
    void whereTheBucketCannotBeReadNothingIsCalledUnverified() {
        store.faults().on(Call.READ, KEY).throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "denied"));

        assertThatThrownBy(() -> read("orders", "users")).hasMessage("denied");
    }

    private Evidence read(String... tables) {
        return new ReadEvidence(store, layout).read(List.of(tables));
    }

    private static Verification good(String date, String verifiedAt) {
        return verification(date, verifiedAt, Verdict.GOOD, List.of());
    }

    private static Verification bad(String date, String verifiedAt, String problem) {
        return verification(date, verifiedAt, Verdict.BAD, List.of(problem));
    }

    private static Verification verification(String date, String verifiedAt, Verdict verdict, List<String> problems) {
        return new Verification(
                LocalDate.parse(date), Instant.parse(verifiedAt), verdict, "arn", 2, 100, 5000, problems);
    }
}
