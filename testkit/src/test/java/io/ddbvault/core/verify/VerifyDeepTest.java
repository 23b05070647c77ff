package io.ddbvault.core.verify;

import static io.ddbvault.core.verify.VerifyFixture.line;
import static io.ddbvault.core.verify.VerifyFixture.lines;
import static io.ddbvault.core.verify.VerifyFixture.problems;
import static io.ddbvault.core.verify.VerifyFixture.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressEvent.Advanced;
import io.ddbvault.core.event.ProgressEvent.Phase;
import io.ddbvault.core.event.ProgressEvent.PhaseEnded;
import io.ddbvault.core.event.ProgressEvent.PhaseStarted;
import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.restore.KeySet;
import io.ddbvault.core.verify.VerifiedTable.Counts;
import io.ddbvault.core.verify.VerifiedTable.State;
import io.ddbvault.testkit.InMemoryBackupStore.Call;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MakeBackup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a verification finds that reads every byte, or those of a sample. */
@Timeout(60)
class VerifyDeepTest {
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
    void aBackupAsDynamoDbWroteItIsGoodAndAllOfItIsRead() {
        fixture.stored();

        VerificationReport report = fixture.deep();

        assertThat(report.allGood()).isTrue();
        long bytes = bytes(fixture.users, 0, 1, 2);
        assertThat(table(report, "users").counts()).isEqualTo(new Counts(3, 5, bytes, 3, 5, bytes));
        assertThat(table(report, "users").remarks()).isEmpty();
        assertThat(table(report, "orders").counts().itemsRead()).isEqualTo(4);
        assertThat(fixture.estimates).containsExactly(new ReadEstimate(2, 4, bytes + bytes(fixture.orders, 0), 9));
        assertThat(fixture.estimates.get(0).dollars()).isEqualByComparingTo("0.0000016");
    }

    private static long bytes(MakeBackup.Export export, int... files) {
        return Arrays.stream(files)
                .mapToLong(file -> export.content(export.dataFile(file)).length)
                .sum();
    }

    @Test
    void itTellsHowFarItIs() {
        fixture.stored();

        fixture.deep();

        assertThat(fixture.events)
                .filteredOn(event -> event instanceof PhaseStarted || event instanceof PhaseEnded)
                .filteredOn(event -> !event.toString().contains("VALIDATE"))
                .extracting(Object::toString)
                .containsExactly(
                        "PhaseStarted[table=users, phase=READ, expectedItems=5]",
                        "PhaseEnded[table=users, phase=READ, items=5, elapsed=PT0S]",
                        "PhaseStarted[table=orders, phase=READ, expectedItems=4]",
                        "PhaseEnded[table=orders, phase=READ, items=4, elapsed=PT0S]");
        assertThat(fixture.events)
                .filteredOn(event -> event instanceof Advanced advanced
                        && advanced.phase() == Phase.READ
                        && advanced.table().equals("users"))
                .last()
                .satisfies(event -> {
                    Advanced last = (Advanced) event;
                    assertThat(last.items()).isEqualTo(5);
                    assertThat(last.bytes()).isEqualTo(bytes(fixture.users, 0, 1, 2));
                });
    }

    @Test
    void eachLineThatIsNoItemIsNamedAndTheOthersAreRead() {
        fixture.rewrite(fixture.users, 0, List.of(line("u0"), "{\"Item\":{\"id\":{\"S\":\"u1\"}", "secret"));
        fixture.stored();

        VerifiedTable users = table(fixture.deep(), "users");

        String file = "s3://backups/" + fixture.users.dataFile(0);
        assertThat(users.state()).isEqualTo(State.BAD);
        assertThat(users.problems()).extracting(Problem::object).containsExactly(file, file);
        assertThat(users.problems()).extracting(Problem::line).containsExactly(2L, 3L);
        assertThat(problems(users).get(0)).startsWith(file + " line 2 is no item: ");
        assertThat(problems(users).get(1))
                .startsWith(file + " line 3 is no item: ")
                .doesNotContain("secret");
        assertThat(users.counts().itemsRead()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void aFileWithFewerOrMoreLinesThanTheExportCountsIsBad(int lines) {
        fixture.rewrite(fixture.users, 0, lines("x", 0, lines));
        fixture.stored();

        assertThat(problems(table(fixture.deep(), "users")))
                .containsExactly(
                        lines == 2
                                ? "The data file s3://backups/%s has 2 lines, the export's manifest counts 3 items."
                                        .formatted(fixture.users.dataFile(0))
                                : "The data file s3://backups/%s has more lines than the 3 items that the export's manifest counts."
                                        .formatted(fixture.users.dataFile(0)));
    }

    @Test
    void aFileThatIsCutOffInsideIsBad() {
        byte[] whole = fixture.users.content(fixture.users.dataFile(0));
        fixture.users.rewriteDataFile(0, Arrays.copyOf(whole, whole.length - 9));
        fixture.stored();

        assertThat(problems(table(fixture.deep(), "users")))
                .singleElement()
                .asString()
                .startsWith(
                        "The data file s3://backups/%s is damaged behind line ".formatted(fixture.users.dataFile(0)));
    }

    @Test
    void aFileWhoseEtagIsRightAndWhoseBytesAreNotIsBad() {
        fixture.stored();
        String key = fixture.users.dataFile(0);
        byte[] other = MakeBackup.gzip(lines("x", 0, 3));
        fixture.store.put(key, other, etag(key));

        assertThat(table(fixture.quick(), "users").state()).isEqualTo(State.GOOD);
        assertThat(problems(table(fixture.deep(), "users")))
                .singleElement()
                .asString()
                .startsWith("The data file s3://backups/%s was replaced or altered: its MD5 is ".formatted(key));
    }

    private String etag(String key) {
        return fixture.store.peek(key, 1).orElseThrow().etag();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keysThatOccurTwiceAreFoundInOneFileAndInDifferentOnes(boolean onDisk) throws IOException {
        // Numbers that are equal are the same key, however they are spelled.
        fixture.backup.entry(0).put("key_schema", List.of(Map.of("attribute_name", "n", "attribute_type", "N")));
        fixture.rewrite(fixture.users, 0, List.of(number("1"), number("2"), number("1.0")));
        fixture.rewrite(fixture.users, 1, List.of(number("3"), number("20e-1")));
        fixture.threads = 1;
        fixture.heapBytes = onDisk ? 4 * 2 * KeySet.BYTES_PER_KEY : 64 << 20;
        fixture.stored();

        VerifiedTable users = table(fixture.deep(), "users");

        assertThat(problems(users))
                .containsExactly(
                        "s3://backups/%s line 3 has the same key as another item.".formatted(fixture.users.dataFile(0)),
                        "s3://backups/%s line 2 has the same key as another item."
                                .formatted(fixture.users.dataFile(1)));
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }

    private static String number(String number) {
        return "{\"Item\":{\"n\":{\"N\":\"%s\"}}}".formatted(number);
    }

    @Test
    void whereTheDiskHasNoRoomForTheKeysTheTableIsNotVerifiedAndNothingIsLeftOut() {
        fixture.rewrite(fixture.users, fixture.users.filesKey(), "\"itemCount\":3", "\"itemCount\":9000000000000000");
        fixture.rewrite(fixture.users, fixture.users.summaryKey(), "\"itemCount\":5", "\"itemCount\":9000000000000002");
        fixture.backup.entry(0).put("item_count", 0);
        fixture.stored();

        VerificationReport report = fixture.deep();

        assertThat(table(report, "users").state()).isEqualTo(State.NOT_VERIFIED);
        assertThat(table(report, "users").reason())
                .startsWith("To find duplicate keys among 9000000000000002 items takes ")
                .endsWith("Make room there, or give the process more memory; the items were not read.");
        assertThat(table(report, "orders").state()).isEqualTo(State.GOOD);
    }

    @Test
    void anItemWithoutTheExportedTablesKeyIsBad() {
        fixture.rewrite(fixture.users, 1, List.of(line("u3"), "{\"Item\":{\"id\":{\"N\":\"4\"}}}"));
        fixture.stored();

        assertThat(problems(table(fixture.deep(), "users")))
                .containsExactly("s3://backups/%s line 2 has not the table's key attributes, id (S)."
                        .formatted(fixture.users.dataFile(1)));
    }

    @Test
    void aManifestThatDoesNotSayTheKeyIsHelpedOutByTheTable() {
        fixture.backup.entry(0).remove("key_schema");
        fixture.tables.create("users", VerifyFixture.ID);
        fixture.stored();

        VerifiedTable users = table(fixture.deep(), "users");

        assertThat(users.state()).isEqualTo(State.GOOD);
        assertThat(users.remarks()).isEmpty();
    }

    @Test
    void whereTheTableIsGoneTooKeysAreNotLookedAtAndThatIsSaid() {
        fixture.backup.entry(0).remove("key_schema");
        fixture.rewrite(fixture.users, 1, List.of(line("u0"), line("u0")));
        fixture.stored();

        VerifiedTable users = table(fixture.deep(), "users");

        assertThat(users.state()).isEqualTo(State.GOOD);
        assertThat(users.remarks())
                .containsExactly(
                        "Keys were not looked at: the backup's manifest does not say what the table's primary key is, and the table is no longer there.");
    }

    @Test
    void whereTheTableMayNotBeDescribedKeysAreNotLookedAtAndThatIsSaid() {
        fixture.backup.entry(0).remove("key_schema");
        fixture.tables
                .faults()
                .on(InMemoryTables.Call.DESCRIBE, "users")
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "DynamoDB denies it."));
        fixture.stored();

        assertThat(table(fixture.deep(), "users").remarks())
                .containsExactly(
                        "Keys were not looked at: the backup's manifest does not say what the table's primary key is, and the table could not be asked: DynamoDB denies it.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "secret"})
    void anotherTableOfTheSameNameDoesNotMakeABackupBad(String key) {
        fixture.backup.entry(0).remove("key_schema");
        fixture.tables.create("users", new KeySchema(List.of(new KeyAttribute(key, "S"))));
        // Of the one key items have none, of the other all have the same.
        fixture.rewrite(
                fixture.users,
                0,
                lines("u", 0, 3).stream()
                        .map(line -> line.replaceAll("value of u\\d", "same"))
                        .toList());
        fixture.stored();

        VerifiedTable users = table(fixture.deep(), "users");

        assertThat(users.state()).isEqualTo(State.GOOD);
        assertThat(users.remarks())
                .containsExactly(
                        "The items do not have the key that the table has now, %s (S): it is another table than the exported one. So duplicate keys were not looked for, and a restore into this table would be refused."
                                .formatted(key));
    }

    @Test
    void ofManyProblemsTheFirstHundredInTheOrderOfTheFilesAreKeptAndAllAreCounted() {
        List<List<String>> files = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            files.add(Collections.nCopies(80, "no item"));
        }
        MakeBackup.Export codes = fixture.backup.table("codes", files);
        fixture.stored();

        VerifiedTable table = table(fixture.deep(), "codes");

        assertThat(table.problemCount()).isEqualTo(240);
        assertThat(table.problems()).hasSize(100);
        assertThat(table.problems().get(79).object()).isEqualTo("s3://backups/" + codes.dataFile(0));
        assertThat(table.problems().get(80).line()).isEqualTo(1);
        assertThat(table.problems().get(99).object()).isEqualTo("s3://backups/" + codes.dataFile(1));
        assertThat(table.problems().get(99).line()).isEqualTo(20);
    }

    @Test
    void whatIsMissingDoesNotKeepTheOthersFromBeingRead() {
        fixture.users.remove(fixture.users.dataFile(0));
        fixture.rewrite(fixture.users, 1, List.of(line("u3"), "no item"));
        fixture.stored();

        VerifiedTable users = table(fixture.deep(), "users");

        assertThat(users.problemCount()).isEqualTo(2);
        assertThat(problems(users).get(0)).contains("is missing");
        assertThat(problems(users).get(1)).contains("line 2 is no item");
        assertThat(users.counts().filesRead()).isEqualTo(2);
    }

    @Test
    void afterAStopTheTableThatWasBeingReadIsNotVerifiedAndNoneAfterIt() {
        fixture.threads = 1;
        fixture.stored();
        fixture.store
                .faults()
                .on(Call.OPEN, fixture.users.dataFile(1))
                .running(() -> fixture.stop.request("an interrupt"));

        VerificationReport report = fixture.deep();

        assertThat(table(report, "users").state()).isEqualTo(State.NOT_VERIFIED);
        assertThat(table(report, "users").reason())
                .isEqualTo("Not read to the end: the run was stopped by an interrupt after 2 of 3 files.");
        assertThat(table(report, "users").counts().filesRead()).isEqualTo(2);
        assertThat(table(report, "orders").reason()).isEqualTo("Not read: the run was stopped by an interrupt.");
        assertThat(fixture.store.keys()).noneMatch(key -> key.contains("_state"));
    }

    @Test
    void whatWasFoundBadBeforeAStopStaysBad() {
        fixture.threads = 1;
        fixture.rewrite(fixture.users, 0, List.of(line("u0"), line("u1"), "no item"));
        fixture.stored();
        fixture.store
                .faults()
                .on(Call.OPEN, fixture.users.dataFile(1))
                .running(() -> fixture.stop.request("an interrupt"));

        VerifiedTable users = table(fixture.deep(), "users");

        assertThat(users.state()).isEqualTo(State.BAD);
        assertThat(users.problemCount()).isEqualTo(1);
        assertThat(users.remarks())
                .containsExactly("Not read to the end: the run was stopped by an interrupt after 2 of 3 files.");
    }

    @Test
    void aTableWhoseReadingBreaksOffIsNotVerifiedAndTheNextIs() {
        fixture.stored();
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Connection reset");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
            }
        };
        fixture.store.faults().on(Call.OPEN, fixture.users.dataFile(0)).returning(broken);

        VerificationReport report = fixture.deep();

        assertThat(table(report, "users").state()).isEqualTo(State.NOT_VERIFIED);
        assertThat(table(report, "users").reason())
                .isEqualTo("The data file s3://backups/%s could not be read: Connection reset. Try again."
                        .formatted(fixture.users.dataFile(0)));
        assertThat(table(report, "orders").state()).isEqualTo(State.GOOD);
    }

    @Test
    void aFileThatIsReplacedWhileItIsVerifiedIsBad() {
        fixture.stored();
        fixture.store
                .faults()
                .on(Call.OPEN, fixture.users.dataFile(0))
                .throwing(new DdbvaultException(ErrorCode.OBJECT_CHANGED, "It has changed since it was checked."));

        assertThat(problems(table(fixture.deep(), "users"))).containsExactly("It has changed since it was checked.");
    }

    @Test
    void aStreamThatGivesFewBytesAtATimeIsReadToItsEnd() {
        fixture.stored();
        byte[] content = fixture.users.content(fixture.users.dataFile(0));
        fixture.store.faults().on(Call.OPEN, fixture.users.dataFile(0)).returning(new ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(3, length));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        });

        assertThat(table(fixture.deep(), "users").state()).isEqualTo(State.GOOD);
    }

    @Test
    void aSampleReadsAtLeastOneFileOfEachTableAndSaysHowMuch() {
        fixture.stored();

        VerificationReport report =
                fixture.run(fixture.request(LocalDate.parse("2025-07-22"), false, List.of(), Depth.SAMPLE, 0.05));

        assertThat(report.allGood()).isTrue();
        Counts users = table(report, "users").counts();
        assertThat(users.files()).isEqualTo(3);
        assertThat(users.filesRead()).isEqualTo(1);
        assertThat(users.itemsRead()).isIn(2L, 3L);
        assertThat(table(report, "orders").counts().itemsRead()).isEqualTo(4);
        assertThat(fixture.estimates)
                .singleElement()
                .satisfies(estimate -> assertThat(estimate.files()).isEqualTo(2));
    }

    @Test
    void anEmptyBackupIsGood() {
        fixture.backup.table("nothing", List.of());
        fixture.backup.table("empty", List.of(List.of(), List.of()));
        fixture.stored();

        VerificationReport report = fixture.deep();

        assertThat(report.allGood()).isTrue();
        assertThat(table(report, "nothing").counts()).isEqualTo(Counts.NONE);
        assertThat(table(report, "empty").counts().filesRead()).isEqualTo(2);
    }
}
