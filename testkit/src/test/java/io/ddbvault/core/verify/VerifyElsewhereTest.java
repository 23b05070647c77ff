package io.ddbvault.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.restore.CheckedFile;
import io.ddbvault.testkit.MakeBackup;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are read one by one, by whomever, come to the same report. */
class VerifyElsewhereTest {
    @TempDir
    Path temporary;

    /** Each file by itself; then what was read is put together, the last file first. */
    private static ReadFiles oneByOne(VerifyFixture fixture) {
        return (files, key, label, threads, stop) -> {
            JoinReads join = new JoinReads(fixture.store, files, key);
            Set<KeyFingerprint> seen = new HashSet<>();
            for (int i = 0; i < files.size(); i++) {
                int number = i;
                CheckedFile file = files.get(i);
                join.add(number, new ReadOneFile(fixture.store, key, stop::reached).read(file, (fingerprint, line) -> {
                            if (!seen.add(fingerprint)) {
                                join.addDuplicate(number, line);
                            }
                        }));
            }
            return join.result();
        };
    }

    private static VerificationReport verify(VerifyFixture fixture, ReadFiles readFiles, Stop stop) {
        Settings settings = Settings.forRestore(
                Map.of("BACKUP_BUCKET", "backups", "ENVIRONMENT", "production", "S3_EXPORTS_PREFIX", "exports"));
        return new Verify(
                        settings,
                        fixture.store,
                        fixture.tables,
                        fixture.clock,
                        fixture.clock,
                        readFiles,
                        ProgressListener.NONE)
                .run(
                        fixture.request(LocalDate.parse(VerifyFixture.DATE), false, List.of(), Depth.DEEP, 1),
                        true,
                        estimate -> {},
                        stop);
    }

    private VerifyFixture spoiled() {
        VerifyFixture fixture = new VerifyFixture(temporary);
        fixture.threads = 1;
        // A key of the first file, a line that is no item, and a file of another content.
        fixture.users.rewriteDataFile(
                1, MakeBackup.gzip(List.of(VerifyFixture.line("u1"), "{\"Item\":{\"id\":{\"S\":\"u4\"}")));
        fixture.orders.replace(fixture.orders.dataFile(0), MakeBackup.gzip(VerifyFixture.lines("o", 10, 14)));
        return fixture.stored();
    }

    @Test
    void theReportIsThatOfOneProcess() {
        VerifyFixture fixture = spoiled();

        String alone = EncodeVerification.encode(fixture.deep()).toJson();
        String elsewhere = EncodeVerification.encode(verify(fixture, oneByOne(fixture), fixture.stop))
                .toJson();

        assertThat(elsewhere)
                .isEqualTo(alone)
                .contains("line 1 has the same key as another item.", "line 2 is no item: ", "its MD5 is ");
    }

    @Test
    void whatWasNotReadToTheEndIsNoVerdict() {
        VerifyFixture fixture = new VerifyFixture(temporary).stored();

        VerificationReport report = verify(
                fixture,
                (files, key, label, threads, stop) -> {
                    stop.request("a signal");
                    return oneByOne(fixture).read(files, key, label, threads, stop);
                },
                fixture.stop);

        assertThat(report.tables()).extracting(VerifiedTable::state).containsOnly(VerifiedTable.State.NOT_VERIFIED);
        assertThat(report.tables().get(0).reason())
                .isEqualTo("Not read to the end: the run was stopped by a signal after 0 of 3 files.");
    }

    @Test
    void duplicatesThatAreOnlyCountedAreInTheCount() {
        VerifyFixture fixture = new VerifyFixture(temporary).stored();

        VerificationReport report = verify(
                fixture,
                (files, key, label, threads, stop) -> {
                    JoinReads join = new JoinReads(fixture.store, files, key);
                    join.addDuplicate(0, 2);
                    join.addMoreDuplicates(41);
                    return join.result();
                },
                fixture.stop);

        assertThat(report.tables()).extracting(VerifiedTable::problemCount).containsOnly(42L);
        assertThat(report.tables().get(0).problems()).hasSize(1);
    }
}
