package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanRestoreTest {
    private static final ValidatedBackup NOTHING =
            new ValidatedBackup(LocalDate.of(2025, 7, 20), List.of(), Map.of(), Map.of(), List.of());

    @Test
    void aLargeHeapGivesTheWorkersThatWereAskedFor() {
        List<String> warnings = new ArrayList<>();

        RestorePlan plan = new PlanRestore(4L << 30, 2).plan(NOTHING, request(256), warnings);

        assertThat(plan.workers()).isEqualTo(256);
        assertThat(plan.readers()).isEqualTo(2);
        assertThat(warnings).isEmpty();
    }

    @Test
    void aSmallHeapLowersTheWorkersAndSaysSo() {
        List<String> warnings = new ArrayList<>();

        RestorePlan plan = new PlanRestore(256L << 20, 2).plan(NOTHING, request(256), warnings);

        assertThat(plan.workers()).isEqualTo(26);
        assertThat(plan.readers()).isEqualTo(1);
        assertThat(warnings)
                .containsExactly(
                        "max_workers is lowered from 256 to 26: the heap of 256 MiB holds no more batches at a time.");
    }

    @Test
    void evenTheSmallestHeapGetsOneReaderAndOneWorker() {
        RestorePlan plan = new PlanRestore(16L << 20, 1).plan(NOTHING, request(5), new ArrayList<>());

        assertThat(plan.workers()).isEqualTo(1);
        assertThat(plan.readers()).isEqualTo(1);
        assertThat(plan.queueBytes()).isPositive();
    }

    private static RestoreRequest request(int workers) {
        return new RestoreRequest(null, null, false, false, workers);
    }
}
