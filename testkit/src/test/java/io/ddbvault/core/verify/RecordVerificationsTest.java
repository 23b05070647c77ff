package io.ddbvault.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.evidence.ReadEvidence;
import io.ddbvault.core.evidence.TableVerifications;
import io.ddbvault.core.evidence.Verification;
import io.ddbvault.core.evidence.Verification.Verdict;
import io.ddbvault.testkit.InMemoryBackupStore.Call;
import io.ddbvault.testkit.MakeBackup;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a verification leaves in the bucket for reports. */
@Timeout(60)
class RecordVerificationsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    @SuppressWarnings("NullAway.Init")
    private VerifyFixture fixture;

    @BeforeEach
    void begin() {
        fixture = new VerifyFixture(temporary);
    }

    @Test
    void whatWasFoundIsKeptByTableAndDepth() {
        fixture.users.remove(fixture.users.dataFile(0));
        fixture.stored();

        VerificationReport quick = fixture.quick();
        VerificationReport deep = fixture.deep();

        assertThat(quick.warnings()).isEmpty();
        long bytes = VerifyFixture.table(deep, "orders").counts().bytesRead();
        assertThat(bytes).isPositive();
        assertThat(of("orders").latest()).containsOnlyKeys(Depth.QUICK, Depth.DEEP);
        assertThat(of("orders").of(Depth.QUICK))
                .contains(verification(Verdict.GOOD, fixture.orders.arn(), 1, 4, 0, List.of()));
        assertThat(of("orders").of(Depth.DEEP))
                .contains(verification(Verdict.GOOD, fixture.orders.arn(), 1, 4, bytes, List.of()));
        assertThat(of("users").of(Depth.QUICK))
                .contains(verification(
                        Verdict.BAD,
                        fixture.users.arn(),
                        3,
                        5,
                        0,
                        VerifyFixture.problems(VerifyFixture.table(quick, "users"))));
        assertThat(of("users").of(Depth.DEEP))
                .hasValueSatisfying(
                        verification -> assertThat(verification.items()).isEqualTo(2));
    }

    private Verification verification(
            Verdict verdict, String arn, long files, long items, long bytes, List<String> problems) {
        return new Verification(
                LocalDate.parse("2025-07-22"),
                Instant.parse("2025-07-22T08:00:00Z"),
                verdict,
                arn,
                files,
                items,
                bytes,
                problems);
    }

    @Test
    void ofAllDatesTheNewestIsKept() {
        fixture.backup.entry(1).put("status", "FAILED");
        fixture.stored();
        MakeBackup older = new MakeBackup("backups", "exports", "2025-07-21", "production");
        older.table("users", List.of(VerifyFixture.lines("u", 0, 2)));
        older.table("orders", List.of(VerifyFixture.lines("u", 0, 2)));
        older.objects().forEach(fixture.store::put);

        fixture.run(fixture.request(null, true, List.of(), Depth.QUICK, 1));

        assertThat(of("users").of(Depth.QUICK))
                .hasValueSatisfying(
                        verification -> assertThat(verification.date()).isEqualTo("2025-07-22"));
        // Of the newest there is no export that could have been verified.
        assertThat(of("orders").of(Depth.QUICK))
                .hasValueSatisfying(
                        verification -> assertThat(verification.date()).isEqualTo("2025-07-21"));
    }

    @Test
    void whereThatIsNotWantedTheBucketStaysAsItIs() {
        fixture.stored();
        List<String> before = fixture.store.keys();

        fixture.run(fixture.request(null, false, List.of(), Depth.DEEP, 1), false);

        assertThat(fixture.store.keys()).isEqualTo(before);
    }

    @Test
    void withoutTheRightToWriteItWarnsOnceAndTheResultStands() {
        fixture.stored();
        fixture.store
                .faults()
                .on(Call.PUT_IF_ABSENT)
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "S3 denies s3:PutObject."))
                .times(2);

        VerificationReport report = fixture.quick();

        assertThat(report.allGood()).isTrue();
        assertThat(report.warnings())
                .containsExactly(
                        "What was found could not be kept for 'ddbvault report'; --no-record does not try. S3 denies s3:PutObject.");
        fixture.store.faults().assertAllFired();
    }

    private TableVerifications of(String table) {
        return new ReadEvidence(fixture.store, fixture.layout)
                .read(List.of(table))
                .of(table);
    }
}
