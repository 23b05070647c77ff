package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.restore.RestoreStatus.State;
import io.ddbvault.core.restore.UnfinishedRestores.Unreadable;
import io.ddbvault.testkit.InMemoryBackupStore.Call;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list that an operator starts from who finds a restore unfinished. */
class ListUnfinishedTest {
    private static final String STATE = "native-exports/_state/restores/";
    private static final String OLD = "20250722T030000Z-00000001";
    private static final String ENDED = "20250722T040000Z-00000002";
    private static final String NEW = "20250722T050000Z-00000003";

    private final InMemoryRestore restore = new InMemoryRestore();

    @Test
    void whatStoppedIsListedNewestFirstAndWhatEndedIsNot() {
        restore.backUp("orders", "users");
        restore.runAndStopAfter(2, RestoreRequest.LATEST, OLD);
        restore.run(RestoreRequest.LATEST, ENDED);
        restore.runAndStopAfter(2, RestoreRequest.LATEST, NEW);
        restore.store.put(STATE + "0f0e4b7c-1111-2222-3333-444455556666/report.json", "{}");
        restore.store.put(STATE + "20250722T060000Z-00000004/rejects-orders.jsonl", "{}");

        UnfinishedRestores unfinished = list();

        assertThat(unfinished.restores()).extracting(RestoreStatus::restoreId).containsExactly(NEW, OLD);
        assertThat(unfinished.restores()).extracting(RestoreStatus::state).containsOnly(State.STOPPED);
        assertThat(unfinished.unreadable()).isEmpty();
        assertThat(unfinished.notLookedAt()).isZero();
    }

    @Test
    void aCheckpointOfAnotherVersionIsNamedAndHidesNoOther() {
        restore.backUp("orders");
        restore.runAndStopAfter(2, RestoreRequest.LATEST, OLD);
        restore.store.put(STATE + NEW + "/checkpoint.json", "{\"version\":99}");

        UnfinishedRestores unfinished = list();

        assertThat(unfinished.restores()).extracting(RestoreStatus::restoreId).containsExactly(OLD);
        assertThat(unfinished.unreadable()).extracting(Unreadable::restoreId).containsExactly(NEW);
        assertThat(unfinished.unreadable().get(0).reason())
                .contains("s3://backups/" + STATE + NEW + "/checkpoint.json", "its version is 99, not 1");
    }

    @Test
    void beyondTheNewestTwoHundredItSaysHowManyThereAre() {
        restore.backUp("orders");
        restore.runAndStopAfter(2, RestoreRequest.LATEST, OLD);
        for (int i = 0; i < 204; i++) {
            String copy = "20250723T030000Z-%08x".formatted(i);
            restore.store.put(
                    STATE + copy + "/checkpoint.json",
                    restore.store.text(STATE + OLD + "/checkpoint.json").replace(OLD, copy));
        }

        UnfinishedRestores unfinished = list();

        assertThat(unfinished.restores())
                .hasSize(200)
                .isSortedAccordingTo((a, b) -> b.restoreId().compareTo(a.restoreId()));
        assertThat(unfinished.restores().get(199).restoreId()).isEqualTo("20250723T030000Z-00000004");
        assertThat(unfinished.notLookedAt()).isEqualTo(5);
    }

    @Test
    void nothingThereIsAnEmptyList() {
        assertThat(list()).isEqualTo(new UnfinishedRestores(List.of(), List.of(), 0));
    }

    @Test
    void aBucketThatCannotBeReadIsAnErrorAndNoEmptyList() {
        restore.backUp("orders");
        restore.runAndStopAfter(2, RestoreRequest.LATEST, OLD);
        restore.store
                .faults()
                .on(Call.READ)
                .throwing(new DdbvaultException(ErrorCode.ACCESS_DENIED, "S3 denies s3:GetObject."));

        assertThatThrownBy(this::list)
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_DENIED));
        restore.store.faults().assertAllFired();
    }

    private UnfinishedRestores list() {
        return new ListUnfinished(restore.store, InMemoryRestore.LAYOUT, restore.clock).list();
    }
}
