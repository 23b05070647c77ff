package io.ddbvault.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryBackupStore.Call;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever happens to puts and to their answers: what this run wrote is its own, and what another one wrote is not. */
class OwnedObjectTest {
    private static final String KEY = "locks/orders.json";

    private final InMemoryBackupStore store = new InMemoryBackupStore();
    private final OwnedObject object = new OwnedObject(store, KEY, null, 1000);

    @BeforeEach
    void theFirstIsStored() {
        assertThat(put("first")).isTrue();
    }

    @Test
    void whatAnotherWroteStays() {
        store.put(KEY, "theirs");

        assertThat(put("second")).isFalse();
        assertThat(store.text(KEY)).isEqualTo("theirs");
    }

    @Test
    void whatAnotherDeletedIsNotMadeAnew() {
        store.delete(KEY);

        assertThat(put("second")).isFalse();
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void aPutWhoseAnswerWasLostAndThatMetItselfWhenRepeatedIsDone() {
        store.faults().on(Call.PUT_IF_UNCHANGED).returningAfter(false);

        assertThat(put("second")).isTrue();
        assertThat(put("third")).isTrue();
        assertThat(store.text(KEY)).isEqualTo("third");
    }

    @Test
    void aPutThatFailedButWasStoredIsItsOwnAlsoIfTheNextOnesFailToo() {
        store.faults()
                .on(Call.PUT_IF_UNCHANGED)
                .throwingAfter(unavailable())
                .then()
                .throwing(unavailable());
        assertThatThrownBy(() -> put("second")).isInstanceOf(DdbvaultException.class);
        assertThatThrownBy(() -> put("third")).isInstanceOf(DdbvaultException.class);

        assertThat(put("fourth")).isTrue();
        assertThat(store.text(KEY)).isEqualTo("fourth");
        store.faults().assertAllFired();
    }

    /** S3 answers 409 while another put of the key is under way, as one of ours that was given up too early. */
    @Test
    void aPutThatIsRefusedThoughNobodyElseWroteIsMadeAgain() {
        store.faults().on(Call.PUT_IF_UNCHANGED).returning(false);

        assertThat(put("second")).isTrue();
        assertThat(store.text(KEY)).isEqualTo("second");
        store.faults().assertAllFired();
    }

    @Test
    void whatIsRefusedAgainAndAgainThoughNobodyElseWroteIsNoLossButAFailureThatPasses() {
        store.faults().on(Call.PUT_IF_UNCHANGED).returning(false).times(4);

        DdbvaultException failure = catchThrowableOfType(DdbvaultException.class, () -> put("second"));

        assertThat(failure.code()).isEqualTo(ErrorCode.AWS_UNAVAILABLE);
        assertThat(failure.text()).startsWith("s3://backups/locks/orders.json could not be written");
        assertThat(store.text(KEY)).isEqualTo("first");
        assertThat(put("third")).isTrue();
        store.faults().assertAllFired();
    }

    private boolean put(String content) {
        return object.put(content.getBytes(StandardCharsets.UTF_8));
    }

    private static DdbvaultException unavailable() {
        return new DdbvaultException(ErrorCode.AWS_UNAVAILABLE, "S3 does not answer.");
    }
}
