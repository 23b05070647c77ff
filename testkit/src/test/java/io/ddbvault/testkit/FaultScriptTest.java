package io.ddbvault.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultScriptTest {
    private enum Call {
        GET,
        PUT
    }

    private final FaultScript<Call> faults = new FaultScript<>(Call.class);
    private final List<String> served = new ArrayList<>();

    @Test
    void faultsComeInTheirOrderAndThenCallsAreServed() {
        faults.on(Call.GET).passing(1).returning("scripted").times(2).running(() -> served.add("hook"));

        assertThat(List.of(get("a"), get("b"), get("c"), get("d"), get("e")))
                .containsExactly("a", "scripted", "scripted", "d", "e");
        assertThat(served).containsExactly("a", "hook", "d", "e");
    }

    @Test
    void aFaultOfOneSubjectLeavesTheOthersAlone() {
        faults.on(Call.GET, "b").throwing(new IllegalStateException("b is broken"));

        assertThat(get("a")).isEqualTo("a");
        assertThatThrownBy(() -> get("b")).hasMessage("b is broken");
        assertThat(get("b")).isEqualTo("b");
    }

    @Test
    void aLostAnswerIsServedAllTheSame() {
        faults.on(Call.GET).throwingAfter(new IllegalStateException("lost"));

        assertThatThrownBy(() -> get("a")).hasMessage("lost");
        assertThat(served).containsExactly("a");
    }

    @Test
    void aFaultThatNobodyMetFailsTheTest() {
        faults.on(Call.GET).throwing(new IllegalStateException());
        faults.on(Call.PUT, "b").throwing(new IllegalStateException()).times(2);
        assertThatThrownBy(() -> get("a")).isInstanceOf(IllegalStateException.class);

        assertThatThrownBy(faults::assertAllFired).hasMessage("faults that did not fire: [PUT of b 2x]");
    }

    private String get(String subject) {
        return faults.call(Call.GET, subject, () -> {
            served.add(subject);
            return subject;
        });
    }
}
