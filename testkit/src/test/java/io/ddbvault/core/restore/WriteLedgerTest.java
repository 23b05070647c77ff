package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.DataFile;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.restore.Portion.UnreadableLine;
import io.ddbvault.core.restore.StoreBatch.Result;
import io.ddbvault.core.restore.TableCheckpoint.Selected;
import io.ddbvault.core.restore.TableCheckpoint.Written;
import io.ddbvault.core.restore.WriteLedger.Sum;
import io.ddbvault.testkit.InMemoryBackupStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is in the ledger is done once and counted once. Two files: {@code a} of 10 lines and {@code b} of 2. */
class WriteLedgerTest {
    private static final KeySchema ID = new KeySchema(List.of(new KeyAttribute("id", "S")));
    private static final List<CheckedFile> FILES = List.of(
            new CheckedFile(new DataFile("a", 10, "md5", "etag"), "etag", 100),
            new CheckedFile(new DataFile("b", 2, "md5", "etag"), "etag", 20));

    private final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    private final WriteLedger ledger = ledger(Written.NOTHING);

    @Test
    void aFileIsDoneWhenItIsReadAndAllItsLinesAreThroughInWhateverOrder() {
        RestoreUnit a = ledger.openUnits().get(0);
        RestoreUnit b = ledger.openUnits().get(1);
        stored(a, 6, 10);
        ledger.fileRead(a);
        assertThat(ledger.sum().files()).isZero();
        assertThat(ledger.written().filesOpen()).isEqualTo(Map.of(1, LineRanges.parse("6-10")));

        stored(a, 1, 5);
        assertThat(ledger.sum()).isEqualTo(new Sum(1, false, 10, 0, List.of(), List.of(), false));
        assertThat(ledger.written().filesDone().text()).isEqualTo("1");
        assertThat(ledger.written().filesOpen()).isEmpty();

        stored(b, 1, 2);
        assertThat(ledger.sum().allFiles()).isFalse();
        ledger.fileRead(b);
        assertThat(ledger.sum()).isEqualTo(new Sum(2, true, 12, 0, List.of(), List.of(), false));
        assertThat(ledger.openUnits()).isEmpty();
        assertThat(ledger.decided()).isEqualTo(12);
    }

    @Test
    void aUnitsLinesCountOnceHoweverOftenItIsJoined() {
        // Lines 1 to 4 of a are not the unit's, and are done in its own account.
        Unit unit = new Unit("r", 1, "orders", Unit.Kind.WRITE, 1, 5, 10, null);
        Written half = written("1-7", "", 2, 1);

        ledger.join(unit, half);
        ledger.join(unit, half);

        assertThat(ledger.written().filesOpen()).isEqualTo(Map.of(1, LineRanges.parse("5-7")));
        assertThat(ledger.sum().stored()).isEqualTo(2);
        assertThat(ledger.sum().failed()).isEqualTo(1);
        assertThat(ledger.sum().failures()).hasSize(1);
        assertThat(ledger.written().rejects()).containsExactly(new RejectsSegment("segment", 1, 10));
    }

    @Test
    void aUnitThatWentOnAfterItWasJoinedIsDoneAgainAndNotCountedTwice() {
        Unit unit = new Unit("r", 1, "orders", Unit.Kind.WRITE, 1, 5, 10, null);
        ledger.join(unit, written("1-7", "", 3, 0));

        ledger.join(unit, written("", "1", 6, 0));

        assertThat(ledger.sum().stored()).isEqualTo(3);
        assertThat(ledger.openUnits().get(0).written().text()).isEqualTo("5-7");
    }

    @Test
    void aUnitWhoseCountsDoNotAddUpWithItsLinesIsLeftOut() {
        Unit unit = new Unit("r", 1, "orders", Unit.Kind.WRITE, 1, 1, 10, null);

        ledger.join(unit, written("1-7", "", 6, 0));
        ledger.join(unit, written("1-7", "", 8, 0));

        assertThat(ledger.sum().stored()).isZero();
        assertThat(ledger.written().filesOpen()).isEmpty();
    }

    @Test
    void aFileIsDoneWhenAllItsPartsAreJoinedWhateverOfThemReadItToItsEnd() {
        Unit first = new Unit("r", 1, "orders", Unit.Kind.WRITE, 1, 1, 4, null);
        Unit second = new Unit("r", 1, "orders", Unit.Kind.WRITE, 1, 5, 10, null);

        ledger.join(second, written("", "1", 6, 0));
        assertThat(ledger.sum().files()).isZero();
        ledger.join(first, written("", "1", 4, 0));

        assertThat(ledger.sum().files()).isEqualTo(1);
        assertThat(ledger.sum().stored()).isEqualTo(10);
        ledger.join(first, written("", "1", 4, 0));
        assertThat(ledger.sum().stored()).isEqualTo(10);
    }

    @Test
    void aUnitsFaultsAreTheTables() {
        Unit unit = new Unit("r", 1, "orders", Unit.Kind.WRITE, 1, 1, 10, null);
        assertThat(ledger.hasDataFaults()).isFalse();

        ledger.join(
                unit, new Written(new LineRanges(), Map.of(), 0, 0, List.of(), List.of("a is too short"), List.of()));

        assertThat(ledger.hasDataFaults()).isTrue();
        assertThat(ledger.sum().faults()).containsExactly("a is too short");
        assertThat(ledger.sum().brokenOff()).isFalse();
    }

    @Test
    void whatUnitsKeptPassedOverAndFoundIsAddedUp() {
        WriteLedger selecting = new WriteLedger(
                "orders",
                ID,
                FILES,
                Written.nothing(WriteMode.MISSING),
                new CollectRejects(store, "rejects-", List.of()),
                3);
        Unit first = new Unit("r", 1, "orders", Unit.Kind.WRITE, 1, 1, 4, null);
        Unit second = new Unit("r", 1, "orders", Unit.Kind.WRITE, 1, 5, 10, null);

        selecting.join(first, selected("1-4", 1, 1, "2", 2));
        selecting.join(second, selected("5-10", 2, 1, "2-3", 3));

        Sum sum = selecting.sum();
        assertThat(sum.stored()).isEqualTo(3);
        assertThat(sum.kept()).isEqualTo(2);
        assertThat(sum.selected()).isEqualTo(new Selected(3, LineRanges.parse("2-3"), 5));
        assertThat(selecting.decided()).isEqualTo(10);
    }

    private static Written selected(String lines, long stored, long kept, String found, long passedOver) {
        return new Written(
                new LineRanges(),
                Map.of(1, LineRanges.parse(lines)),
                stored,
                0,
                List.of(),
                List.of(),
                List.of(),
                new Selected(3, LineRanges.parse(found), passedOver),
                kept);
    }

    private static Written written(String open, String done, long stored, long failed) {
        return new Written(
                LineRanges.parse(done),
                open.isEmpty() ? Map.of() : Map.of(1, LineRanges.parse(open)),
                stored,
                failed,
                failed == 0 ? List.of() : List.of(failed(7)),
                List.of(),
                failed == 0 ? List.of() : List.of(new RejectsSegment("segment", 1, 10)));
    }

    @Test
    void aPortionThatWasStoppedHalfWayIsAcknowledgedAndStaysToBeDone() {
        RestoreUnit a = ledger.openUnits().get(0);
        WriteTally half = WriteTally.stored(2, 20).add(WriteTally.failed(new Place("a", 3), "was refused"));

        ledger.enter(portion(a, 1, 5), new Result(half, null));

        Sum sum = ledger.sum();
        assertThat(sum.stored()).isEqualTo(2);
        assertThat(sum.failed()).isEqualTo(1);
        assertThat(sum.failures()).containsExactly(failed(3));
        assertThat(ledger.decided()).isZero();
        Written written = ledger.written();
        assertThat(written.decided()).isZero();
        assertThat(written.filesOpen()).isEmpty();
        assertThat(written.failures()).isEmpty();
        assertThat(written.rejects()).isEmpty();
    }

    @Test
    void aKeyOfAPortionThatWasStoppedHalfWayIsFoundAndStaysToBeDone() {
        WriteLedger ofKeys = new WriteLedger(
                "orders", ID, FILES, Written.NOTHING, new CollectRejects(store, "rejects-", List.of()), 3);
        RestoreUnit a = ofKeys.openUnits().get(0);
        Portion portion = new Portion(a, 1, 2, batch("a", 1, 2), List.of(), List.of(1));

        ofKeys.enter(portion, new Result(WriteTally.stored(1, 10), null));

        Selected sum = Objects.requireNonNull(ofKeys.sum().selected());
        assertThat(sum.found().text()).isEqualTo("2");
        assertThat(sum.missing()).isEqualTo(2);
        Selected kept = Objects.requireNonNull(ofKeys.written().selected());
        assertThat(kept.found().text()).isEmpty();
    }

    @Test
    void whatFailedIsCountedTheFirstTenAreNamedAndAllAreRejects() {
        RestoreUnit a = ledger.openUnits().get(0);
        WriteTally tally = WriteTally.stored(1, 10);
        for (int line = 2; line <= 9; line++) {
            tally = tally.add(WriteTally.failed(new Place("a", line), "was refused"));
        }
        ledger.enter(portion(a, 1, 9), new Result(tally, null));
        UnreadableLine unreadable = new UnreadableLine(new Place("a", 10), "is no item", new byte[] {'{'});
        ledger.enter(new Portion(a, 10, 10, null, List.of(unreadable)), Result.NOTHING);
        RestoreUnit b = ledger.openUnits().get(1);
        UnreadableLine two = new UnreadableLine(new Place("b", 2), "is no item", new byte[] {'['});
        ledger.enter(
                new Portion(b, 1, 2, batch("b", 1, 1), List.of(two)),
                new Result(WriteTally.failed(new Place("b", 1), "was refused"), null));

        Sum sum = ledger.sum();
        assertThat(sum.stored()).isEqualTo(1);
        assertThat(sum.failed()).isEqualTo(11);
        List<FailedItem> named = new ArrayList<>();
        IntStream.rangeClosed(2, 9).forEach(line -> named.add(failed(line)));
        named.add(new FailedItem(new Place("a", 10), null, "is no item"));
        named.add(new FailedItem(new Place("b", 2), null, "is no item"));
        assertThat(sum.failures()).isEqualTo(named);
        Written written = ledger.written();
        assertThat(written.failed()).isEqualTo(11);
        assertThat(written.decided()).isEqualTo(12);
        assertThat(ledger.decided()).isEqualTo(12);
        RejectsSegment segment = written.rejects().get(0);
        assertThat(segment.lines()).isEqualTo(11);
        String rejects = store.text(segment.key());
        assertThat(rejects.getBytes(StandardCharsets.UTF_8)).hasSize((int) segment.bytes());
        assertThat(rejects.lines())
                .hasSize(11)
                .startsWith(
                        "{\"Item\":{\"id\":{\"S\":\"a2\"}},\"table\":\"orders\",\"file\":\"a\",\"line\":2,\"reason\":\"was refused\"}")
                .contains(
                        "{\"line_base64\":\"ew==\",\"table\":\"orders\",\"file\":\"a\",\"line\":10,\"reason\":\"is no item\"}");
    }

    @Test
    void whatEarlierRunsDidIsLeftOutAndCountsOn() {
        FailedItem earlier = failed(1);
        WriteLedger later = ledger(new Written(
                LineRanges.parse("2"),
                Map.of(1, LineRanges.parse("1-4")),
                5,
                1,
                List.of(earlier),
                List.of("a fault"),
                List.of(new RejectsSegment("old", 1, 50))));

        assertThat(later.openUnits()).containsExactly(new RestoreUnit(1, FILES.get(0), LineRanges.parse("1-4")));
        RestoreUnit a = later.openUnits().get(0);
        later.enter(portion(a, 5, 10), new Result(WriteTally.stored(6, 60), null));
        later.fileRead(a);

        assertThat(later.sum()).isEqualTo(new Sum(2, true, 11, 1, List.of(earlier), List.of("a fault"), false));
        assertThat(later.written().rejects()).containsExactly(new RejectsSegment("old", 1, 50));
    }

    @Test
    void whatIsKeptIsDoneAsWhatIsStoredIsAndCountsOn() {
        WriteLedger keeping = ledger(Written.nothing(WriteMode.MISSING));
        RestoreUnit a = keeping.openUnits().get(0);
        keeping.enter(portion(a, 1, 4), new Result(WriteTally.stored(1, 10).add(WriteTally.kept(3)), null));
        // Stopped half-way: told, and done again by whoever goes on.
        keeping.enter(portion(a, 5, 10), new Result(WriteTally.stored(1, 10).add(WriteTally.kept(2)), null));

        assertThat(keeping.sum().stored()).isEqualTo(2);
        assertThat(keeping.sum().kept()).isEqualTo(5);
        assertThat(keeping.sum().inTable()).isEqualTo(7);
        assertThat(keeping.decided()).isEqualTo(4);
        Written written = keeping.written();
        assertThat(written.kept()).isEqualTo(3);
        assertThat(written.decided()).isEqualTo(4);
        WriteLedger later = ledger(written);
        RestoreUnit rest = later.openUnits().get(0);
        assertThat(rest.written()).isEqualTo(LineRanges.parse("1-4"));
        later.enter(portion(rest, 5, 10), new Result(WriteTally.kept(6), null));
        later.fileRead(rest);
        assertThat(later.sum().kept()).isEqualTo(9);
        assertThat(later.sum().files()).isOne();
        assertThat(ledger.sum().kept()).as("where nothing may be kept").isNull();
    }

    @Test
    void faultsOfTheDataAreKeptOnceAndThoseOfTheRunAreItsOwn() {
        RestoreUnit a = ledger.openUnits().get(0);
        ledger.dataFault("a is damaged");
        ledger.dataFault("a is damaged");
        ledger.enter(portion(a, 1, 10), new Result(WriteTally.stored(10, 1).add(WriteTally.fault("twice")), null));
        assertThat(ledger.sum().brokenOff()).isFalse();
        for (int i = 0; i < 12; i++) {
            ledger.fault("denied " + i);
        }

        assertThat(ledger.written().faults()).containsExactly("a is damaged", "twice");
        assertThat(ledger.sum().brokenOff()).isTrue();
        assertThat(ledger.sum().faults())
                .hasSize(12)
                .startsWith("a is damaged", "twice", "denied 0")
                .endsWith("denied 9");
        for (int i = 0; i < 12; i++) {
            ledger.dataFault("fault " + i);
        }
        assertThat(ledger.written().faults()).hasSize(10);
    }

    @Test
    void rejectsWhoseSegmentCannotBeStoredAtOnceAreAllStoredLater() {
        byte[] line = new byte[CollectRejects.SEGMENT_BYTES];
        List<UnreadableLine> lines = IntStream.rangeClosed(1, 10)
                .mapToObj(number ->
                        new UnreadableLine(new Place("a", number), "is no item", number == 1 ? line : new byte[1]))
                .toList();
        RestoreUnit a = ledger.openUnits().get(0);
        store.faults()
                .on(InMemoryBackupStore.Call.PUT_IF_ABSENT)
                .throwing(new DdbvaultException(ErrorCode.AWS_UNAVAILABLE, "S3 does not answer."));

        assertThatThrownBy(() -> ledger.enter(new Portion(a, 1, 10, null, lines), Result.NOTHING))
                .hasMessageContaining("S3 does not answer.");

        Written written = ledger.written();
        assertThat(written.failed()).isEqualTo(10);
        assertThat(written.rejects()).hasSize(1);
        assertThat(written.rejects().get(0).lines()).isEqualTo(10);
        assertThat(store.text(written.rejects().get(0).key()).lines()).hasSize(10);
    }

    private void stored(RestoreUnit unit, int first, int last) {
        ledger.enter(portion(unit, first, last), new Result(WriteTally.stored(last - first + 1, 10), null));
    }

    private WriteLedger ledger(Written earlier) {
        return new WriteLedger(
                "orders", ID, FILES, earlier, new CollectRejects(store, "rejects-", earlier.rejects()), 0);
    }

    private static FailedItem failed(int line) {
        return new FailedItem(new Place("a", line), "{\"id\":{\"S\":\"a%d\"}}".formatted(line), "was refused");
    }

    private static Portion portion(RestoreUnit unit, int first, int last) {
        return new Portion(unit, first, last, batch(unit.key(), first, last), List.of());
    }

    private static WriteBatch batch(String file, int first, int last) {
        WriteBatch.Builder builder = new WriteBatch.Builder("orders", WriteBatch.Operation.PUT);
        for (int line = first; line <= last; line++) {
            byte[] item = "{\"id\":{\"S\":\"%s%d\"}}".formatted(file, line).getBytes(StandardCharsets.UTF_8);
            builder.add(item, 0, item.length, new Place(file, line));
        }
        return builder.build();
    }
}
