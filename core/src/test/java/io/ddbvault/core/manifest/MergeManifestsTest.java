package io.ddbvault.core.manifest;

import static io.ddbvault.core.manifest.ExportStatus.COMPLETED;
import static io.ddbvault.core.manifest.ExportStatus.FAILED;
import static io.ddbvault.core.manifest.ExportStatus.IN_PROGRESS;
import static io.ddbvault.core.manifest.SampleExports.export;
import static io.ddbvault.core.manifest.SampleExports.notStarted;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergeManifestsTest {
    private static final List<ExportStatus> STATUSES = List.of(ExportStatus.values());
    private static final TableExport OLDER = export("users", 1, COMPLETED);
    private static final TableExport NEWER = export("users", 2, COMPLETED);

    @Test
    void aTablesNewestCompletedExportStands() {
        BackupManifest merged = MergeManifests.merge(manifest(NEWER), manifest(OLDER));

        assertThat(merged.exports()).containsExactly(NEWER);
        assertThat(merged.attempts()).containsExactly(OLDER, NEWER);
    }

    @Test
    void aLaterFailureIsNotedBesideTheGoodExport() {
        TableExport failed = export("users", 3, FAILED);
        TableExport refused = notStarted("users", "2025-07-22T09:00:00Z");

        BackupManifest merged = MergeManifests.merge(manifest(OLDER), manifest(failed, refused));

        assertThat(merged.exports()).containsExactly(OLDER);
        assertThat(merged.attempts()).containsExactly(OLDER, failed, refused);
    }

    @Test
    void aLaterExportStandsOnlyOnceItIsComplete() {
        TableExport running = export("users", 3, IN_PROGRESS);

        assertThat(MergeManifests.merge(manifest(OLDER), manifest(running)).exports())
                .containsExactly(OLDER);
        assertThat(MergeManifests.merge(manifest(OLDER), manifest(export("users", 3, COMPLETED)))
                        .exports())
                .containsExactly(export("users", 3, COMPLETED));
    }

    @Test
    void whereNothingIsCompleteWhatMayBecomeSoStands() {
        TableExport running = export("users", 1, IN_PROGRESS);

        assertThat(MergeManifests.merge(manifest(running), manifest(export("users", 2, FAILED)))
                        .exports())
                .containsExactly(running);
    }

    @Test
    void anEndIsNeverUndone() {
        TableExport running = export("users", 1, IN_PROGRESS);
        TableExport failed = export("users", 1, FAILED);

        assertThat(MergeManifests.merge(manifest(OLDER), manifest(running)).attempts())
                .containsExactly(OLDER);
        assertThat(MergeManifests.merge(manifest(failed), manifest(running)).attempts())
                .containsExactly(failed);
        assertThat(MergeManifests.merge(manifest(OLDER), manifest(failed)).attempts())
                .containsExactly(OLDER);
    }

    /** By the text alone, {@code zzz} would win. */
    @Test
    void ofTwoThatAreAsFarTheOneThatSaysMoreStays() {
        TableExport more = export("users", 1, COMPLETED);
        TableExport less = new TableExport(
                "zzz", COMPLETED, more.exportArn(), null, null, null, null, null, null, 0, 0, null, null, null, null);

        assertThat(MergeManifests.merge(manifest(more), manifest(less)).attempts())
                .containsExactly(more);
        assertThat(MergeManifests.merge(manifest(less), manifest(more)).attempts())
                .containsExactly(more);
    }

    @Test
    void theStoredManifestKeepsItsHead() {
        BackupManifest stored = new BackupManifest(
                LocalDate.of(2025, 7, 22), "production", "2025-07-22T02:00:05Z", "first", List.of(), List.of());
        BackupManifest ours = new BackupManifest(
                LocalDate.of(2025, 7, 22), "staging", "2025-07-22T03:00:05Z", "second", List.of(), List.of(OLDER));

        assertThat(MergeManifests.merge(stored, ours))
                .isEqualTo(new BackupManifest(
                        stored.date(), "production", "2025-07-22T02:00:05Z", "first", List.of(OLDER), List.of(OLDER)));
    }

    @Test
    void anExportThatOnlyStandsIsNotLost() {
        BackupManifest edited =
                new BackupManifest(LocalDate.of(2025, 7, 22), "production", "", "", List.of(OLDER), List.of());

        assertThat(MergeManifests.merge(edited, manifest()).exports()).containsExactly(OLDER);
        assertThat(MergeManifests.merge(edited, manifest()).attempts()).containsExactly(OLDER);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20250722})
    void theOrderOfMergesMakesNoDifference(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            BackupManifest one = anyManifest(random);
            BackupManifest two = anyManifest(random);
            BackupManifest three = anyManifest(random);

            BackupManifest merged = MergeManifests.merge(MergeManifests.merge(one, two), three);

            List<BackupManifest> shuffled = new ArrayList<>(List.of(one, two, three));
            Collections.shuffle(shuffled, random);
            assertThat(MergeManifests.merge(shuffled.get(0), MergeManifests.merge(shuffled.get(1), shuffled.get(2))))
                    .isEqualTo(merged);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20250722})
    void mergingTheSameOnceMoreChangesNothing(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            BackupManifest ours = anyManifest(random);
            BackupManifest merged = MergeManifests.merge(anyManifest(random), ours);

            assertThat(MergeManifests.merge(merged, ours)).isEqualTo(merged);
            assertThat(MergeManifests.merge(merged, merged)).isEqualTo(merged);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20250722})
    void noCompletedExportIsEverLost(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            BackupManifest one = anyManifest(random);
            BackupManifest two = anyManifest(random);

            BackupManifest merged = MergeManifests.merge(one, two);

            for (TableExport export : one.attempts()) {
                assertThat(merged.attempts()).extracting(TableExport::identity).contains(export.identity());
                if (export.status() == COMPLETED) {
                    assertThat(merged.exports())
                            .filteredOn(standing -> standing.tableName().equals(export.tableName()))
                            .singleElement()
                            .satisfies(standing -> {
                                assertThat(standing.status()).isEqualTo(COMPLETED);
                                assertThat(TableExport.BY_START.compare(standing, export))
                                        .isNotNegative();
                            });
                }
            }
        }
    }

    /** The same export may be in several of them, in other states and with other things known of it. */
    private static BackupManifest anyManifest(Random random) {
        List<TableExport> attempts = new ArrayList<>();
        for (String table : List.of("users", "orders", "keys")) {
            for (int number = 0; number < 4; number++) {
                if (random.nextBoolean()) {
                    ExportStatus status = STATUSES.get(random.nextInt(STATUSES.size()));
                    TableExport export = export(table, number, status);
                    attempts.add(random.nextBoolean() ? export : withoutTimes(export, random));
                }
            }
            if (random.nextBoolean()) {
                attempts.add(notStarted(table, "2025-07-22T02:00:0%dZ".formatted(random.nextInt(10))));
            }
        }
        Collections.shuffle(attempts, random);
        return manifest(attempts.toArray(new TableExport[0]));
    }

    private static TableExport withoutTimes(TableExport export, Random random) {
        return new TableExport(
                export.tableName(),
                export.status(),
                export.exportArn(),
                export.tableArn(),
                null,
                export.s3Bucket(),
                export.s3Prefix(),
                null,
                null,
                random.nextInt(3),
                export.billingSizeBytes(),
                export.failureMessage(),
                export.exportManifest(),
                export.runKey(),
                null);
    }

    private static BackupManifest manifest(TableExport... attempts) {
        BackupManifest empty = new BackupManifest(
                LocalDate.of(2025, 7, 22),
                "production",
                "2025-07-22T02:00:05Z",
                "my-backup-bucket",
                List.of(),
                List.of());
        return MergeManifests.with(empty, Arrays.asList(attempts));
    }
}
