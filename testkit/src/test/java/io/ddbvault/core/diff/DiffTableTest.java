package io.ddbvault.core.diff;

import static io.ddbvault.core.diff.InMemoryDiff.ID;
import static io.ddbvault.core.diff.InMemoryDiff.TABLE;
import static io.ddbvault.core.diff.InMemoryDiff.item;
import static io.ddbvault.core.diff.InMemoryDiff.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddbvault.core.diff.InMemoryDiff.Ran;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressEvent.Advanced;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.event.ProgressEvent.PhaseEnded;
import io.ddbvault.core.event.ProgressEvent.PhaseStarted;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Stop;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryTables.Call;
import io.ddbvault.testkit.MakeBackup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DiffTableTest {
    private static final String DATE = "2025-07-20";

    @TempDir
    Path temporary;

    private InMemoryDiff memory = new InMemoryDiff(Path.of(""));

    @BeforeEach
    void here() {
        memory = new InMemoryDiff(temporary);
    }

    @AfterEach
    void noTemporaryFileIsEverLeft() {
        assertThat(memory.left()).isEmpty();
    }

    private static List<String> items(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> item(i, "backup"))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    @Test
    void itTellsWhatIsOnlyInTheBackupOnlyInTheTableAndChangedSortedByKey() {
        memory.backUp(DATE, items(0, 100), 40, 0, 59);
        List<String> now = items(0, 100);
        now.set(5, "{\"id\":{\"S\":\"u-5\"},\"w\":{\"N\":\"1\"}}");
        now.set(17, item(17, "now"));
        now.remove(item(3, "backup"));
        now.remove(item(99, "backup"));
        now.add(item(200, "now"));
        memory.table(ID, now);

        Ran ran = memory.run(memory.open(DATE), memory.live());

        assertThat(ran.lines())
                .containsExactly(
                        "CHANGED {\"id\":{\"S\":\"u-17\"}} only here [], only there [], changed [v]",
                        "ONLY_THERE {\"id\":{\"S\":\"u-200\"}}",
                        "ONLY_HERE {\"id\":{\"S\":\"u-3\"}}",
                        "CHANGED {\"id\":{\"S\":\"u-5\"}} only here [v], only there [w], changed []",
                        "ONLY_HERE {\"id\":{\"S\":\"u-99\"}}");
        assertThat(ran.counts()).containsExactly(2L, 1L, 2L, 96L);
        assertThat(ran.summary().told()).isEqualTo(5);
        assertThat(ran.summary().readUnits())
                .as("a unit for each item, in this fake")
                .isEqualTo(99 + 2);
        assertThat(ran.told()).allMatch(difference -> difference.here() == null && difference.there() == null);
    }

    @Test
    void withValuesEachDifferenceHasTheItems() {
        memory.backUp(DATE, items(0, 3));
        memory.table(ID, List.of(item(0, "backup"), item(1, "now"), item(9, "now")));

        Ran ran = memory.run(
                memory.open(DATE), memory.live(), new DiffOptions(true, true, 100, null, temporary), memory.stop);

        assertThat(ran.told()).hasSize(3);
        assertThat(text(ran.told().get(0).here())).isEqualTo(item(1, "backup"));
        assertThat(text(ran.told().get(0).there())).isEqualTo(item(1, "now"));
        assertThat(text(ran.told().get(1).here())).isEqualTo(item(2, "backup"));
        assertThat(text(ran.told().get(1).there())).isNull();
        assertThat(text(ran.told().get(2).here())).isNull();
        assertThat(text(ran.told().get(2).there())).isEqualTo(item(9, "now"));
    }

    @Test
    void aTableLikeItsBackupHasNoDifferences() {
        memory.backUp(DATE, items(0, 50), 10, 10);
        memory.table(ID, items(0, 50));

        Ran ran = memory.run(memory.open(DATE), memory.live());

        assertThat(ran.told()).isEmpty();
        assertThat(ran.summary().isEqual()).isTrue();
        assertThat(ran.counts()).containsExactly(0L, 0L, 0L, 50L);
    }

    @Test
    void anEmptyTableLacksEverythingAndAnEmptyBackupHasNothing() {
        memory.backUp(DATE, items(0, 30));
        memory.backUp("2025-07-21", List.of());
        memory.table(ID, List.of());
        assertThat(memory.run(memory.open(DATE), memory.live()).counts()).containsExactly(30L, 0L, 0L, 0L);
        assertThat(memory.run(memory.open("2025-07-21"), memory.live()).counts())
                .containsExactly(0L, 0L, 0L, 0L);
        items(0, 30).forEach(item -> memory.inMemoryTables.put(TABLE, item));
        assertThat(memory.run(memory.open("2025-07-21"), memory.live()).counts())
                .containsExactly(0L, 30L, 0L, 0L);
    }

    @Test
    void twoBackupsAreComparedWithoutTheTable() {
        memory.backUp(DATE, items(0, 60), 30);
        List<String> later = items(1, 61);
        later.set(10, item(11, "later"));
        memory.backUp("2025-07-21", later, 5, 5, 5);
        memory.table(ID, List.of());

        Ran ran = memory.run(
                memory.open(DATE),
                memory.open("2025-07-21"),
                new DiffOptions(true, true, 9, null, temporary),
                memory.stop);

        assertThat(ran.lines())
                .containsExactly(
                        "ONLY_HERE {\"id\":{\"S\":\"u-0\"}}",
                        "CHANGED {\"id\":{\"S\":\"u-11\"}} only here [], only there [], changed [v]",
                        "ONLY_THERE {\"id\":{\"S\":\"u-60\"}}");
        assertThat(text(ran.told().get(1).here())).isEqualTo(item(11, "backup"));
        assertThat(text(ran.told().get(1).there())).isEqualTo(item(11, "later"));
        assertThat(ran.counts()).containsExactly(1L, 1L, 1L, 58L);
        assertThat(ran.summary().readUnits()).isZero();
    }

    @Test
    void countsAloneNeedNoSecondReading() {
        memory.backUp(DATE, items(0, 10));
        memory.table(ID, List.of(item(0, "now")));
        int opened = memory.open(DATE).files().size();
        memory.store
                .faults()
                .on(InMemoryBackupStore.Call.OPEN)
                .passing(opened)
                .throwing(new IllegalStateException("a second reading"));

        Ran ran = memory.run(memory.open(DATE), memory.live(), DiffOptions.countsOnly(null, temporary), memory.stop);

        assertThat(ran.told()).isEmpty();
        assertThat(ran.counts()).containsExactly(9L, 0L, 1L, 0L);
    }

    @Test
    void aLimitCutsWhatIsToldAndNotTheCounts() {
        memory.backUp(DATE, items(0, 100), 50);
        memory.table(ID, List.of());

        Ran ran = memory.run(
                memory.open(DATE), memory.live(), new DiffOptions(true, false, 3, null, temporary), memory.stop);

        assertThat(ran.lines())
                .containsExactly(
                        "ONLY_HERE {\"id\":{\"S\":\"u-0\"}}",
                        "ONLY_HERE {\"id\":{\"S\":\"u-1\"}}",
                        "ONLY_HERE {\"id\":{\"S\":\"u-10\"}}");
        assertThat(ran.counts()).containsExactly(100L, 0L, 0L, 0L);
        assertThat(ran.summary().told()).isEqualTo(3);
    }

    @Test
    void aTableThatHasFarMoreItemsThanItIsDescribedWithIsPartedAgain() {
        memory.backUp(DATE, items(0, 1));
        memory.table(ID, items(0, 3000));

        Ran ran = memory.run(memory.open(DATE), memory.liveDescribedWithNothing());

        assertThat(ran.counts()).containsExactly(0L, 2999L, 0L, 1L);
        assertThat(ran.told()).hasSize(2999);
        assertThat(ran.lines()).isSorted();
    }

    @Test
    void aKeyThatABackupHasTwiceIsAnErrorThatNamesBothLines() {
        MakeBackup.Export export = memory.backUp(DATE, List.of(item(1, "a"), item(2, "b"), item(1, "a")), 2);
        memory.table(ID, List.of());

        DdbvaultException error = failure(memory.open(DATE), memory.live());

        assertThat(error.code()).isEqualTo(ErrorCode.DATA_FILE_DAMAGED);
        assertThat(error.text())
                .startsWith("s3://backups/%s line 1 has the same key as s3://backups/%s line 1."
                        .formatted(export.dataFile(1), export.dataFile(0)))
                .doesNotContain("u-1");
    }

    @Test
    void aKeyThatTheOtherBackupHasTwiceIsAnErrorThatNamesTheLine() {
        memory.backUp(DATE, items(0, 1));
        MakeBackup.Export export = memory.backUp("2025-07-21", List.of(item(5, "a"), item(5, "b")));
        memory.table(ID, List.of());

        DdbvaultException error = failure(memory.open(DATE), memory.open("2025-07-21"));

        assertThat(error.text())
                .startsWith(
                        "s3://backups/%s line 2 has the same key as another item of it.".formatted(export.dataFile(0)));
    }

    @Test
    void aHundredThousandTimesTheSameKeyEndsAtTheSecond() {
        List<String> same = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            same.add(item(1, "a"));
        }
        memory.backUp(DATE, same);
        memory.table(ID, List.of());

        assertThat(failure(memory.open(DATE), memory.live()).text()).contains("line 2 has the same key as");
    }

    @Test
    void aLineThatIsNoItemIsNamedWithItsFileAndNoValue() {
        MakeBackup.Export export =
                memory.backUp(DATE, List.of(item(1, "a"), "{\"id\":{\"S\":\"SECRET\"}", item(2, "b")));
        memory.table(ID, List.of());

        DdbvaultException error = failure(memory.open(DATE), memory.live());

        assertThat(error.code()).isEqualTo(ErrorCode.DATA_FILE_DAMAGED);
        assertThat(error.text())
                .startsWith("s3://backups/%s line 2 is no item: expected ".formatted(export.dataFile(0)))
                .contains("ddbvault verify --deep")
                .doesNotContain("SECRET");
    }

    @Test
    void anItemWithANameTwiceOrWithoutTheKeyIsNamed() {
        memory.table(ID, List.of());
        memory.backUp(DATE, List.of("{\"id\":{\"S\":\"a\"},\"v\":{\"S\":\"SECRET\"},\"v\":{\"S\":\"1\"}}"));
        assertThat(failure(memory.open(DATE), memory.live()).text())
                .contains("line 1 is no item: expected a map that has each name once")
                .doesNotContain("SECRET");
        memory.backUp("2025-07-21", List.of(item(1, "a"), "{\"id\":{\"N\":\"1\"}}"));
        assertThat(failure(memory.open("2025-07-21"), memory.live()).text())
                .contains("line 2 has not the key attributes id (S).");
    }

    @Test
    void aFileOfOtherBytesOfAnotherCountOrCutOffIsNamed() {
        memory.table(ID, List.of());
        MakeBackup.Export export = memory.backUp(DATE, items(0, 10));
        String key = export.dataFile(0);
        byte[] whole = memory.store.bytes(key);

        Side.Backup before = memory.open(DATE);
        memory.store.put(key, MakeBackup.gzip(List.of("{\"Item\":" + item(7, "x") + "}")));
        assertThat(failure(before, memory.live()).code()).isEqualTo(ErrorCode.OBJECT_CHANGED);

        String etag = before.files().get(0).etag();
        memory.store.put(key, Arrays.copyOf(whole, whole.length - 20), etag);
        assertThat(failure(before, memory.live()).text())
                .startsWith("The data file s3://backups/%s is damaged behind line".formatted(key));

        List<String> lines = new ArrayList<>();
        items(0, 10).forEach(item -> lines.add("{\"Item\":" + item + "}"));
        memory.store.put(key, MakeBackup.gzip(lines.subList(0, 9)), etag);
        assertThat(failure(before, memory.live()).text())
                .contains("has 9 lines, the export's manifest counts 10 items.");

        lines.set(0, "{\"Item\":" + item(0, "other") + "}");
        memory.store.put(key, MakeBackup.gzip(lines), etag);
        assertThat(failure(before, memory.live()).text()).contains("was replaced or altered: its MD5 is");

        lines.add("{\"Item\":" + item(77, "x") + "}");
        memory.store.put(key, MakeBackup.gzip(lines), etag);
        assertThat(failure(before, memory.live()).text()).contains("has more lines than the 10 items");
    }

    @Test
    void keysOfAnotherSchemaCannotBeCompared() {
        memory.backUp(DATE, items(0, 1));
        memory.table(new KeySchema(List.of(new KeyAttribute("id", "N"))), List.of());
        Side.Backup noted = memory.open(DATE);
        Side.Backup here = new Side.Backup(noted.table(), noted.date(), ID, noted.files());

        DdbvaultException error = failure(here, memory.live());

        assertThat(error.code()).isEqualTo(ErrorCode.KEY_SCHEMA_MISMATCH);
        assertThat(error.text())
                .isEqualTo(
                        "users of 2025-07-20 and users cannot be compared: the primary key of one is id (S), that of the other id (N).");
    }

    @Test
    void twoBackupsThatDoNotSayTheirKeyNeedTheTableToAsk() {
        memory.backUp(DATE, items(0, 2));
        assertThat(failure(memory.open(DATE), memory.open(DATE)).code()).isEqualTo(ErrorCode.TABLE_NOT_FOUND);
        memory.table(ID, List.of());
        assertThat(memory.run(memory.open(DATE), memory.open(DATE)).counts()).containsExactly(0L, 0L, 0L, 2L);
    }

    @Test
    void aTableThatIsBeingDeletedCannotBeRead() {
        memory.backUp(DATE, items(0, 2));
        memory.table(ID, List.of());
        memory.inMemoryTables.setStatus(TABLE, "DELETING");
        assertThat(failure(memory.open(DATE), memory.live()).code()).isEqualTo(ErrorCode.TABLE_NOT_ACTIVE);
    }

    @Test
    void whatBecameTheSameOrWasDeletedBetweenTheReadingsIsToldAsItIsNow() {
        memory.backUp(DATE, items(0, 5));
        List<String> now = List.of(item(0, "now"), item(1, "now"), item(2, "now"), item(3, "backup"), item(9, "x"));
        memory.table(ID, now);
        memory.listener = event -> {
            if (event instanceof PhaseStarted started && started.table().equals("what differs")) {
                memory.inMemoryTables.delete(TABLE);
                memory.table(ID, List.of(item(0, "backup"), item(2, "even newer"), item(3, "backup")));
            }
        };

        Ran ran = memory.run(
                memory.open(DATE), memory.live(), new DiffOptions(true, true, 100, null, temporary), memory.stop);

        assertThat(ran.lines())
                .containsExactly(
                        "ONLY_HERE {\"id\":{\"S\":\"u-1\"}}",
                        "CHANGED {\"id\":{\"S\":\"u-2\"}} only here [], only there [], changed [v]",
                        "ONLY_HERE {\"id\":{\"S\":\"u-4\"}}");
        assertThat(text(ran.told().get(1).there())).isEqualTo(item(2, "even newer"));
        assertThat(ran.counts()).containsExactly(2L, 0L, 1L, 2L);
    }

    @Test
    void throttlesAreWaitedOutAndADenialIsNot() {
        memory.backUp(DATE, items(0, 10));
        memory.table(ID, List.of(item(0, "now")));
        memory.inMemoryTables
                .faults()
                .on(Call.ITEMS)
                .throwing(new DdbvaultException(ErrorCode.THROTTLED, "slow down"))
                .times(30);

        assertThat(memory.run(memory.open(DATE), memory.live()).counts()).containsExactly(9L, 0L, 1L, 0L);
        assertThat(memory.clock.slept()).isGreaterThan(Duration.ofMinutes(1));

        memory.inMemoryTables
                .faults()
                .on(Call.ITEM_PAGES)
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "not for you"));
        assertThat(failure(memory.open(DATE), memory.live()).text()).isEqualTo("not for you");
    }

    @Test
    void aCeilingOfReadUnitsHolds() {
        memory.backUp(DATE, items(0, 300));
        memory.table(ID, items(0, 300));
        memory.maxReadUnits = 10;

        assertThat(memory.run(memory.open(DATE), memory.live()).summary().duration())
                .as("300 units, at 10 a second")
                .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(45));
    }

    @Test
    void askedToStopItEndsAndSaysThatNothingWasChanged() {
        memory.backUp(DATE, items(0, 100));
        memory.table(ID, items(0, 100));
        for (String when : List.of("users of 2025-07-20", "users")) {
            Stop stop = Stop.onRequest(memory.clock);
            memory.listener = event -> {
                if (event instanceof PhaseStarted started && started.table().equals(when)) {
                    stop.request("an interrupt");
                }
            };
            DdbvaultException error = catchThrowableOfType(
                    DdbvaultException.class,
                    () -> memory.run(memory.open(DATE), memory.live(), DiffOptions.all(null, temporary), stop));
            assertThat(error.code()).isEqualTo(ErrorCode.STOPPED);
            assertThat(error.text())
                    .isEqualTo(
                            "Stopped by an interrupt before the comparison was complete. Nothing was changed, and nothing is left behind; run it again.");
        }
    }

    @Test
    void temporaryFilesAreForTheirOwnerAloneAndHoldNoItem() throws Exception {
        memory.backUp(DATE, items(0, 400));
        memory.table(ID, items(200, 600));
        List<String> permissions = new CopyOnWriteArrayList<>();
        List<String> contents = new CopyOnWriteArrayList<>();
        memory.listener = event -> {
            if (event instanceof PhaseStarted started && started.table().equals("what differs")) {
                memory.left().forEach(path -> look(path, permissions, contents));
            } else if (event instanceof PhaseEnded ended && ended.table().equals("users")) {
                memory.left().forEach(path -> look(path, permissions, contents));
            }
        };

        assertThat(memory.run(memory.open(DATE), memory.live()).counts()).containsExactly(200L, 200L, 0L, 200L);

        assertThat(permissions).isNotEmpty().containsOnly("rwx------");
        assertThat(String.join("", contents)).contains("u-599").doesNotContain("backup");
    }

    private static void look(Path path, List<String> permissions, List<String> contents) {
        try {
            if (Files.isDirectory(path)) {
                permissions.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            } else {
                contents.add(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aDiskWithoutRoomIsSaidBeforeAnythingIsRead() {
        DdbvaultException error =
                catchThrowableOfType(DdbvaultException.class, () -> TemporaryFolder.create(temporary, Long.MAX_VALUE));
        assertThat(error.code()).isEqualTo(ErrorCode.NO_DISK_SPACE);
        assertThat(error.text()).contains(temporary.toString(), "MiB free", "--temp-dir");
        Path missing = temporary.resolve("missing");
        assertThat(catchThrowableOfType(DdbvaultException.class, () -> TemporaryFolder.create(missing, 1))
                        .text())
                .contains(missing.toString(), "--temp-dir");
    }

    @Test
    void progressCountsTheItemsOfEachSideAndOfWhatDiffers() {
        memory.backUp(DATE, items(0, 20));
        memory.table(ID, items(5, 30));
        List<String> told = new CopyOnWriteArrayList<>();
        memory.listener = event -> {
            if (event instanceof PhaseStarted started) {
                told.add("%s %s of %d".formatted(started.phase(), started.table(), started.expectedItems()));
            } else if (event instanceof PhaseEnded ended) {
                told.add("%s %s: %d".formatted(ended.phase(), ended.table(), ended.items()));
            } else if (event instanceof Advanced advanced) {
                assertThat(advanced.phase()).isEqualTo(Phase.READ);
            }
        };

        assertThat(memory.run(memory.open(DATE), memory.live()).counts()).containsExactly(5L, 10L, 0L, 15L);

        assertThat(told)
                .containsExactly(
                        "READ users of 2025-07-20 of 20",
                        "READ users of 2025-07-20: 20",
                        "READ users of 25",
                        "READ users: 25",
                        "READ what differs of 15",
                        "READ what differs: 15");
    }

    @Test
    void theEstimateIsOfBothSides() {
        memory.backUp(DATE, items(0, 100), 10, 10);
        memory.table(ID, items(0, 50));
        DiffEstimate estimate = new DiffTable(
                        memory.store, memory.tables, memory.clock, memory.clock, memory.listener, memory.share)
                .estimate(memory.open(DATE), memory.live(), DiffOptions.countsOnly(1, temporary));

        assertThat(estimate.items())
                .as("a table is taken to be as large as its backup")
                .isEqualTo(200);
        assertThat(estimate.readUnits()).isEqualTo((50L * 41 - 10 + 4095) / 4096);
        assertThat(estimate.requests()).isEqualTo(3);
        assertThat(estimate.diskBytes()).isEqualTo(100 * 44 + 100 * 136);
        assertThat(estimate.dollars()).isEqualByComparingTo("0.000001325");
    }

    private DdbvaultException failure(Side.Backup here, Side there) {
        return catchThrowableOfType(DdbvaultException.class, () -> memory.run(here, there));
    }

    @Test
    void jsonHasAnObjectForEachDifferenceAndOneForTheCounts() {
        memory.backUp(DATE, items(0, 3));
        memory.table(ID, List.of(item(0, "backup"), "{\"id\":{\"S\":\"u-1\"},\"w\":{\"S\":\"x\"}}", item(9, "now")));
        Ran ran = memory.run(memory.open(DATE), memory.live());
        EncodeDifference encode = EncodeDifference.with(memory.live());

        assertThat(ran.told().stream().map(encode::line))
                .containsExactly(
                        "{\"key\":{\"id\":{\"S\":\"u-1\"}},\"difference\":\"CHANGED\",\"attributes\":{\"v\":\"ONLY_IN_BACKUP\",\"w\":\"ONLY_IN_TABLE\"}}",
                        "{\"key\":{\"id\":{\"S\":\"u-2\"}},\"difference\":\"ONLY_IN_BACKUP\"}",
                        "{\"key\":{\"id\":{\"S\":\"u-9\"}},\"difference\":\"ONLY_IN_TABLE\"}");
        assertThat(encode.summary(ran.summary()))
                .isEqualTo(
                        "{\"summary\":{\"only_in_backup\":1,\"only_in_table\":1,\"changed\":1,\"same\":1,\"differences_shown\":3,\"read_units\":4,\"duration_seconds\":0.0}}");
    }

    @Test
    void differencesAreUtf8() {
        memory.backUp(DATE, List.of("{\"id\":{\"S\":\"é\\u0001\"}}"));
        memory.table(ID, List.of());
        assertThat(memory.run(memory.open(DATE), memory.live())
                        .told()
                        .get(0)
                        .key()
                        .getBytes(UTF_8))
                .isEqualTo("{\"id\":{\"S\":\"é\\u0001\"}}".getBytes(UTF_8));
    }
}
