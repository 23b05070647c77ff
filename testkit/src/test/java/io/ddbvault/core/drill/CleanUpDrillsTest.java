package io.ddbvault.core.drill;

import static io.ddbvault.core.drill.InMemoryDrill.ID;
import static io.ddbvault.core.drill.InMemoryDrill.KEYS;
import static io.ddbvault.core.drill.InMemoryDrill.LAYOUT;
import static io.ddbvault.core.drill.InMemoryDrill.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.drill.CleanedDrills.Outcome;
import io.ddbvault.core.drill.CleanedDrills.Table;
import io.ddbvault.core.drill.DrillRecord.State;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.pacing.JitteredPause;
import io.ddbvault.core.port.ScratchTables.Deletion;
import io.ddbvault.core.port.ScratchTables.ScratchTable;
import io.ddbvault.core.state.LockTable;
import io.ddbvault.testkit.InMemoryScratchTables.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Only tables of drills that died are deleted; of all others it is said why not. */
class CleanUpDrillsTest {
    private static final String SCRATCH = "ddbvault-drill-orders-0000000b";

    private final InMemoryDrill drill = new InMemoryDrill();

    @Test
    void theTableOfADrillThatDiedIsDeletedAndNoOther() {
        leave(SCRATCH, ID, State.RUNNING);
        drill.clock.advance(Duration.ofMinutes(2));

        CleanedDrills cleaned = drill.cleanUp(false);

        assertThat(cleaned.tables())
                .containsExactly(new Table(SCRATCH, ID, Outcome.DELETED, "Left by the drill " + ID + "."));
        assertThat(drill.tables.names()).containsExactly(TABLE);
        assertThat(drill.tables.texts(TABLE)).containsExactly(InMemoryDrill.item(7));
        assertThat(EncodeDrill.encode(cleaned).exitCode()).isZero();
        assertThat(drill.cleanUp(false).tables()).isEmpty();
    }

    @Test
    void theTableOfADrillThatEndedWithoutDeletingItIsDeletedAtOnce() {
        leave(SCRATCH, ID, State.ENDED);

        assertThat(drill.cleanUp(false).with(Outcome.DELETED)).hasSize(1);
    }

    @Test
    void aDrillAtWorkKeepsItsTable() {
        leave(SCRATCH, ID, State.RUNNING);
        drill.clock.advance(Duration.ofMinutes(2).minusMillis(1));

        assertThat(drill.cleanUp(true).tables())
                .containsExactly(new Table(
                        SCRATCH,
                        ID,
                        Outcome.LEFT,
                        "Its drill %s is at work: another test, seen alive at 2025-07-22T03:00:00Z.".formatted(ID)));
        assertThat(drill.tables.names()).contains(SCRATCH);
    }

    @Test
    void aRestoreAtWorkKeepsTheTableThoughTheDrillSeemsDead() {
        leave(SCRATCH, ID, State.RUNNING);
        drill.clock.advance(Duration.ofMinutes(5));
        new LockTable(
                        drill.store,
                        LAYOUT,
                        drill.clock,
                        new JitteredPause(drill.clock, new Random(1), Duration.ofMillis(50), Duration.ofSeconds(5)),
                        ProgressListener.NONE)
                .take(
                        drill.tables.describe(SCRATCH).orElseThrow(),
                        new LockTable.Taker(ID, "a restore", "r-1"),
                        Stop.onRequest(drill.clock),
                        last -> {});

        assertThat(drill.cleanUp(false).tables())
                .containsExactly(new Table(
                        SCRATCH,
                        ID,
                        Outcome.LEFT,
                        "It is being restored by a restore, seen alive at 2025-07-22T03:05:00Z."));
        assertThat(drill.tables.names()).contains(SCRATCH);
    }

    @Test
    void aTableThatWasAskedToBeKeptIsDeletedOnlyIfThatIsAskedFor() {
        leave(SCRATCH, ID, State.KEPT);

        assertThat(drill.cleanUp(false).tables())
                .containsExactly(new Table(
                        SCRATCH,
                        ID,
                        Outcome.LEFT,
                        "Its drill %s was asked to keep it. '--cleanup --kept' deletes it.".formatted(ID)));

        assertThat(drill.cleanUp(true).with(Outcome.DELETED)).hasSize(1);
        assertThat(drill.tables.names()).containsExactly(TABLE);
    }

    @Test
    void foreignTablesOfSuchANameAreNeverDeleted() {
        drill.tables.create(SCRATCH, KEYS);
        drill.tables.create("ddbvault-drill-mine", KEYS);
        drill.scratchTables.setTags("ddbvault-drill-mine", Map.of("ddbvault:drill", "yes", "owner", "me"));

        assertThat(drill.cleanUp(true).tables())
                .containsExactly(
                        new Table(
                                "ddbvault-drill-mine",
                                null,
                                Outcome.LEFT,
                                "No drill made it: it has no tag ddbvault:drill with a drill's id."),
                        new Table(
                                SCRATCH,
                                null,
                                Outcome.LEFT,
                                "No drill made it: it has no tag ddbvault:drill with a drill's id."));
        assertThat(drill.tables.names()).contains(SCRATCH, "ddbvault-drill-mine");
    }

    @Test
    void aTableOfADrillThatThisBucketDoesNotKnowIsLeft() {
        create(SCRATCH, ID);

        assertThat(drill.cleanUp(true).tables())
                .containsExactly(new Table(
                        SCRATCH,
                        ID,
                        Outcome.LEFT,
                        "Its drill %s is not known in s3://backups/native-exports/: clean up with that drill's bucket and prefix. If you know that nobody needs it, 'aws dynamodb delete-table --table-name %s' deletes it."
                                .formatted(ID, SCRATCH)));
        assertThat(drill.tables.names()).contains(SCRATCH);
    }

    @Test
    void aTableWithTheTagOfADrillThatHadAnotherTableIsLeft() {
        leave(SCRATCH, ID, State.ENDED);
        create("ddbvault-drill-copied-tag", ID);

        CleanedDrills cleaned = drill.cleanUp(true);

        assertThat(cleaned.with(Outcome.DELETED)).extracting(Table::name).containsExactly(SCRATCH);
        assertThat(cleaned.with(Outcome.LEFT)).extracting(Table::name).containsExactly("ddbvault-drill-copied-tag");
        assertThat(drill.tables.names()).containsExactly("ddbvault-drill-copied-tag", TABLE);
    }

    @Test
    void aTableWhoseTagChangesAtThatMomentIsLeft() {
        leave(SCRATCH, ID, State.ENDED);
        drill.scratchTables.faults().on(Call.DELETE).running(() -> drill.scratchTables.setTags(SCRATCH, Map.of()));

        assertThat(drill.cleanUp(false).with(Outcome.LEFT))
                .extracting(Table::reason)
                .containsExactly("Its tag was changed at this moment.");
        assertThat(drill.tables.names()).contains(SCRATCH);
    }

    @Test
    void whatConcernsOneTableDoesNotKeepTheOthers() {
        String other = "ddbvault-drill-orders-0000000c";
        String otherId = "20250722T030000Z-0000000b";
        leave(SCRATCH, ID, State.ENDED);
        leave(other, otherId, State.ENDED);
        drill.store.put(LAYOUT.drillRecord(ID), "damaged");

        CleanedDrills cleaned = drill.cleanUp(false);

        assertThat(cleaned.with(Outcome.FAILED))
                .containsExactly(new Table(
                        SCRATCH,
                        ID,
                        Outcome.FAILED,
                        "s3://backups/%s is not the record of a drill that this version of ddbvault knows."
                                .formatted(LAYOUT.drillRecord(ID))));
        assertThat(cleaned.with(Outcome.DELETED)).extracting(Table::name).containsExactly(other);
        assertThat(EncodeDrill.encode(cleaned).exitCode()).isEqualTo(2);
        assertThat(drill.tables.names()).contains(SCRATCH);
    }

    @Test
    void whereNothingCouldBeDeletedItFailed() {
        leave(SCRATCH, ID, State.ENDED);
        drill.scratchTables
                .faults()
                .on(Call.DELETE)
                .returning(Deletion.NOT_YET)
                .then()
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "Allow dynamodb:DeleteTable."));

        CleanedDrills notYet = drill.cleanUp(false);
        CleanedDrills denied = drill.cleanUp(false);

        assertThat(notYet.tables())
                .extracting(Table::reason)
                .containsExactly("It is being created or changed. Try again in some minutes.");
        assertThat(denied.tables()).extracting(Table::reason).containsExactly("Allow dynamodb:DeleteTable.");
        assertThat(List.of(notYet, denied))
                .allMatch(cleaned -> EncodeDrill.encode(cleaned).exitCode() == 1);
    }

    @Test
    void aTableThatIsGoingIsNoneToSpeakOf() {
        leave(SCRATCH, ID, State.ENDED);
        drill.tables.setStatus(SCRATCH, "DELETING");

        assertThat(drill.cleanUp(false).tables()).isEmpty();
    }

    @Test
    void tablesThatCannotBeListedAreAnError() {
        drill.scratchTables
                .faults()
                .on(Call.NAMES)
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "Allow dynamodb:ListTables."));

        assertThatThrownBy(() -> drill.cleanUp(false)).hasMessage("Allow dynamodb:ListTables.");
    }

    @Test
    void aDrillThatRenewsItsRecordLives() {
        RunningDrill running =
                RunningDrill.begin(drill.store, LAYOUT, recordOf(SCRATCH, ID, State.RUNNING), drill.clock);
        try (running) {
            create(SCRATCH, ID);
            drill.clock.advance(Duration.ofMinutes(10));
            running.renew();
            assertThat(drill.cleanUp(false).with(Outcome.LEFT)).hasSize(1);

            running.end(State.ENDED);
            running.renew();
            assertThat(drill.cleanUp(false).with(Outcome.DELETED)).hasSize(1);
        }
    }

    /** A table as a drill leaves it that died, ended or was asked to keep it. */
    private void leave(String table, String drillId, State state) {
        drill.store.put(
                LAYOUT.drillRecord(drillId), recordOf(table, drillId, state).toJson());
        create(table, drillId);
    }

    private DrillRecord recordOf(String table, String drillId, State state) {
        Instant now = drill.clock.instant();
        return new DrillRecord(
                drillId,
                TABLE,
                InMemoryDrill.DATE,
                table,
                "another test",
                state,
                now,
                now,
                now.plus(RunningDrill.LIFE));
    }

    private void create(String table, String drillId) {
        drill.scratchTables.create(new ScratchTable(table, drillId, TABLE), KEYS);
    }
}
