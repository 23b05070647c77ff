package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.key.DecodeKey;
import io.ddbvault.core.model.Place;
import io.ddbvault.core.restore.TableCheckpoint.ExistingKeys;
import io.ddbvault.core.restore.TableCheckpoint.Selected;
import io.ddbvault.core.restore.TableCheckpoint.Written;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointJsonTest {
    private static final RestoreCheckpoint CHECKPOINT = new RestoreCheckpoint(
            "20250722T030000Z-00000001",
            3,
            "a process",
            Instant.parse("2025-07-22T03:00:00Z"),
            Instant.parse("2025-07-22T04:00:00.123Z"),
            LocalDate.of(2025, 7, 20),
            "production",
            new RestoreRequest(null, List.of("orders", "users"), false, true, 7)
                    .toBuilder()
                            .clearMode(ClearMode.AFTER)
                            .maxWriteUnits(100)
                            .allowEnvironmentMismatch(true)
                            .build(),
            List.of("orders", "users"),
            Map.of(
                    "orders",
                    new TableCheckpoint(
                            "orders",
                            "copy",
                            "arn:table",
                            "the-id",
                            "arn:export",
                            "native-exports/x/",
                            "abc",
                            1000,
                            TablePhase.WRITING,
                            5,
                            new Written(
                                    LineRanges.parse("1-3,7"),
                                    Map.of(4, LineRanges.parse("1-25,51-75"), 9, LineRanges.parse("2")),
                                    90,
                                    10,
                                    List.of(new FailedItem(new Place("f", 7), "{\"id\":{\"S\":\"é\"}}", "why")),
                                    List.of("a fault"),
                                    List.of(new RejectsSegment("rejects/1", 10, 1234))),
                            new ExistingKeys("existing", 12),
                            17)),
            Map.of("users", new TableResult("users", TableStatus.COMPLETED, null, 1, 2, 2, 0, 0, null, null)),
            List.of("careful"));

    @Test
    void whatIsWrittenIsReadBack() {
        assertThat(CheckpointJson.read(CheckpointJson.write(CHECKPOINT), "s3://b/k"))
                .isEqualTo(CHECKPOINT);
    }

    @Test
    void aRestoreOfItemsHasItsKeysAndWhichOfThemWereFound() {
        RestoreRequest request = CHECKPOINT.request().toBuilder()
                .keys(List.of(
                        DecodeKey.fromText("{\"id\":{\"S\":\"é\"}}", "keys[0]"),
                        DecodeKey.fromText("{\"id\":{\"S\":\"u-7\"}}", "keys[1]")))
                .build();
        TableCheckpoint orders = CHECKPOINT.openInOrder().get(0);
        Written all = orders.written();
        Written selected = new Written(
                all.filesDone(),
                all.filesOpen(),
                1,
                0,
                List.of(),
                List.of(),
                List.of(),
                new Selected(2, LineRanges.parse("2"), 99),
                null);
        TableCheckpoint table = new TableCheckpoint(
                orders.source(),
                orders.target(),
                orders.targetArn(),
                orders.targetId(),
                orders.exportArn(),
                orders.exportFolder(),
                orders.fingerprint(),
                orders.expectedItems(),
                orders.phase(),
                0,
                selected,
                null,
                17);
        RestoreCheckpoint checkpoint = new RestoreCheckpoint(
                CHECKPOINT.restoreId(),
                CHECKPOINT.attempt(),
                CHECKPOINT.owner(),
                CHECKPOINT.startedAt(),
                CHECKPOINT.updatedAt(),
                CHECKPOINT.date(),
                CHECKPOINT.environment(),
                request,
                CHECKPOINT.order(),
                Map.of("orders", table),
                CHECKPOINT.ended(),
                CHECKPOINT.warnings());

        byte[] json = CheckpointJson.write(checkpoint);

        assertThat(CheckpointJson.read(json, "s3://b/k")).isEqualTo(checkpoint);
        assertThat(new String(json, StandardCharsets.UTF_8))
                .as("a version of ddbvault that knows no keys must not go on with all items")
                .contains("\"version\" : 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[\"id=u-3\",7]", "\"u-3\"", "[\"{}\"]"})
    void keysThatAreNoneAreNotReadAsAllItems(String keys) {
        assertThat(failure(text().replace("\"version\" : 1", "\"version\" : 2")
                                .replace("\"rejects_keys\" : [ ]", "\"rejects_keys\" : [ ], \"keys\" : " + keys))
                        .code())
                .isEqualTo(ErrorCode.CHECKPOINT_UNREADABLE);
    }

    @Test
    void aRestoreOfRejectsHasTheirKeysAndNoExport() {
        RestoreRequest request = CHECKPOINT.request().toBuilder()
                .rejects(List.of("one.jsonl", "two.jsonl"))
                .build();
        TableCheckpoint orders = CHECKPOINT.openInOrder().get(0);
        TableCheckpoint rejects = new TableCheckpoint(
                orders.source(),
                orders.target(),
                orders.targetArn(),
                orders.targetId(),
                null,
                orders.exportFolder(),
                orders.fingerprint(),
                orders.expectedItems(),
                orders.phase(),
                orders.cleared(),
                orders.written(),
                null,
                orders.itemsPerSecond());
        RestoreCheckpoint checkpoint = new RestoreCheckpoint(
                CHECKPOINT.restoreId(),
                1,
                "a process",
                CHECKPOINT.startedAt(),
                CHECKPOINT.updatedAt(),
                CHECKPOINT.date(),
                "production",
                request,
                CHECKPOINT.order(),
                Map.of("orders", rejects),
                CHECKPOINT.ended(),
                List.of());

        assertThat(CheckpointJson.read(CheckpointJson.write(checkpoint), "s3://b/k"))
                .isEqualTo(checkpoint);
    }

    @ParameterizedTest
    @EnumSource(names = {"MISSING", "CHANGED"})
    void whatIsKeptIsReadBackWithItsMode(WriteMode mode) {
        RestoreCheckpoint checkpoint = keeping(mode);

        String json = new String(CheckpointJson.write(checkpoint), StandardCharsets.UTF_8);

        assertThat(json).contains("\"version\" : 3", "\"write_mode\" : \"" + mode + "\"", "\"items_kept\" : 33");
        assertThat(CheckpointJson.read(json.getBytes(StandardCharsets.UTF_8), "s3://b/k"))
                .isEqualTo(checkpoint);
        assertThat(checkpoint.openInOrder().get(0).written().decided()).isEqualTo(90 + 10 + 33);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"write_mode\" :", "\"items_kept\" :", "\"MISSING\""})
    void aRestoreThatKeepsDoesNotGoOnWithoutKnowingSo(String part) {
        String json = new String(CheckpointJson.write(keeping(WriteMode.MISSING)), StandardCharsets.UTF_8);

        assertThat(failure(json.replaceFirst(part, part.replaceAll("[a-zA-Z]+", "other")))
                        .code())
                .isEqualTo(ErrorCode.CHECKPOINT_UNREADABLE);
    }

    private static RestoreCheckpoint keeping(WriteMode mode) {
        TableCheckpoint orders = CHECKPOINT.openInOrder().get(0);
        Written written = orders.written();
        TableCheckpoint keeping = new TableCheckpoint(
                orders.source(),
                orders.target(),
                orders.targetArn(),
                orders.targetId(),
                orders.exportArn(),
                orders.exportFolder(),
                orders.fingerprint(),
                orders.expectedItems(),
                orders.phase(),
                0,
                new Written(
                        written.filesDone(),
                        written.filesOpen(),
                        written.stored(),
                        written.failed(),
                        written.failures(),
                        written.faults(),
                        written.rejects(),
                        null,
                        33L),
                null,
                orders.itemsPerSecond());
        return new RestoreCheckpoint(
                CHECKPOINT.restoreId(),
                1,
                "a process",
                CHECKPOINT.startedAt(),
                CHECKPOINT.updatedAt(),
                CHECKPOINT.date(),
                "production",
                new RestoreRequest(null, List.of("orders", "users"), false, false, 7)
                        .toBuilder().writeMode(mode).build(),
                CHECKPOINT.order(),
                Map.of("orders", keeping),
                Map.of(
                        "users",
                        new TableResult("users", TableStatus.PARTIAL_SUCCESS, null, 1, 2, 2, 0, 0, null, "why")
                                .withKept(5L)
                                .withMissing(new TableResult.MissingKeys(12, List.of("{\"id\":{\"S\":\"u-3\"}}")))),
                List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version",
                "restore_id",
                "attempt",
                "started_at",
                "updated_at",
                "backup_date",
                "request",
                "order",
                "open",
                "ended",
                "phase",
                "files_done",
                "files_open",
                "items_written",
                "items_failed",
                "rejects",
                "fingerprint",
                "export_arn",
                "clear_mode",
                "max_workers",
                "rejects_keys",
                "status"
            })
    void aFieldThatIsMissingIsRefused(String field) {
        String json = text().replaceFirst("\"" + field + "\" :", "\"other\" :");

        DdbvaultException refused = failure(json);

        assertThat(refused.code()).isEqualTo(ErrorCode.CHECKPOINT_UNREADABLE);
        assertThat(refused.text())
                .startsWith("s3://b/k is no checkpoint that this version of ddbvault can go on from: ");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void whatIsDamagedIsReadOrRefusedAndNothingElse(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] json = CheckpointJson.write(CHECKPOINT);
            for (int damage = random.nextInt(3); damage >= 0; damage--) {
                json[random.nextInt(json.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : '9');
            }
            try {
                CheckpointJson.read(json, "s3://b/k");
            } catch (DdbvaultException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.CHECKPOINT_UNREADABLE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "3", "null", "\"1\"", "1.5", "-1"})
    void anotherVersionIsRefused(String version) {
        assertThat(failure(text().replace("\"version\" : 1", "\"version\" : " + version))
                        .code())
                .isEqualTo(ErrorCode.CHECKPOINT_UNREADABLE);
    }

    private static String text() {
        return new String(CheckpointJson.write(CHECKPOINT), StandardCharsets.UTF_8);
    }

    private static DdbvaultException failure(String json) {
        return catchThrowableOfType(
                DdbvaultException.class, () -> CheckpointJson.read(json.getBytes(StandardCharsets.UTF_8), "s3://b/k"));
    }
}
