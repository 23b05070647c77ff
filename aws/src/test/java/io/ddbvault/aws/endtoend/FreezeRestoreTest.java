package io.ddbvault.aws.endtoend;

import static io.ddbvault.aws.endtoend.RestoreScene.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.endtoend.KillPlan.Moment;
import io.ddbvault.aws.endtoend.KillPlan.Step;
import io.ddbvault.aws.endtoend.KillPlan.Way;
import io.ddbvault.core.restore.RestoreRequest;
import io.ddbvault.core.restore.TableResult;
import io.ddbvault.core.restore.TableStatus;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.proxy.Fault;
import io.ddbvault.testkit.proxy.ProxiedCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that does not die but stands still, as one of a suspended machine, until another has taken over its restore.
 * When it wakes it stops before its next batch, and what it asked for before comes too late to spoil anything. One thread
 * writes, so that nothing is between the look at the lock and the network when it freezes.
 */
@Tag("slow")
class FreezeRestoreTest {
    private static final String ONE_WORKER = ",\"max_workers\":1";

    @SuppressWarnings("NullAway.Init")
    private static TestAws aws;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        aws = new TestAws();
    }

    @AfterAll
    static void stop() throws IOException {
        aws.close();
    }

    /** Where a process stands still: with its call done and not answered, or with its call on its way all the time. */
    enum Frozen {
        CLEARING(Way.CLEARING_BEFORE, Step.DELETE, 2, Moment.AFTER),
        KEEPING_KEYS(Way.CLEARING_AFTER, Step.KEEP_KEYS, 1, Moment.BEFORE),
        WRITING(Way.PLAIN, Step.WRITE, 3, Moment.AFTER),
        WRITING_LATE(Way.CLEARING_BEFORE, Step.WRITE, 3, Moment.BEFORE),
        STORING_REJECTS(Way.OF_BAD_ITEMS, Step.STORE_REJECTS, 1, Moment.BEFORE),
        STORING_ITS_CHECKPOINT(Way.PLAIN, Step.CHECKPOINT_IN_WRITE, 1, Moment.BEFORE),
        RENEWING_ITS_LOCK(Way.PLAIN, Step.LOCK_AGAIN, 2, Moment.BEFORE),
        DELETING(Way.CLEARING_AFTER, Step.LATE_DELETE, 2, Moment.AFTER),
        JOINING_REJECTS(Way.OF_BAD_ITEMS, Step.JOIN_REJECTS, 1, Moment.BEFORE);

        private final Way way;
        private final Step step;
        private final int nth;
        private final Moment moment;

        Frozen(Way way, Step step, int nth, Moment moment) {
            this.way = way;
            this.step = step;
            this.nth = nth;
            this.moment = moment;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProcessThatWakesWhenItsRestoreWasFinishedByAnotherTouchesNothingMore(Frozen frozen) throws Exception {
        try (RestoreScene scene = new RestoreScene(aws, folder, frozen.way == Way.OF_BAD_ITEMS ? 0 : -1)) {
            new Freezing(scene, frozen).finishByAnother();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CLEARING", "KEEPING_KEYS", "STORING_REJECTS", "RENEWING_ITS_LOCK"})
    void aProcessThatWakesWhileAnotherIsAtWorkDoesNotGetInItsWay(Frozen frozen) throws Exception {
        try (RestoreScene scene = new RestoreScene(aws, folder, frozen.way == Way.OF_BAD_ITEMS ? 0 : -1)) {
            new Freezing(scene, frozen).wakeWhileAnotherIsAtWork();
        }
    }

    /** One restore and the processes that do it. */
    private static final class Freezing {
        private final RestoreScene scene;
        private final Frozen frozen;
        private final String id;
        private final CountDownLatch late = new CountDownLatch(1);

        Freezing(RestoreScene scene, Frozen frozen) {
            this.scene = scene;
            this.frozen = frozen;
            this.id = scene.newId();
        }

        void finishByAnother() throws Exception {
            try (OtherProcess first = begin()) {
                othersAreRefused();
                scene.anHourPasses();
                try (OtherProcess second = scene.goOn(id)) {
                    expected().assertRestored(second.answer());
                }
                Map<String, String> state = scene.state();
                Set<Object> contents = scene.contents(0);

                wake(first);

                assertThat(scene.state()).containsAllEntriesOf(without(state, "rejects-"));
                assertThat(scene.contents(0)).isEqualTo(contents);
            }
        }

        void wakeWhileAnotherIsAtWork() throws Exception {
            try (OtherProcess first = begin()) {
                scene.anHourPasses();
                ExpectRestored expected = expected();
                if (frozen.way.clearsAfter()) {
                    // So the one notes what the other did not.
                    expected.applicationWritesBeforeFirstWrite();
                }
                try (OtherProcess second = freeze(Step.WRITE, 3, Moment.AFTER, () -> scene.goOn(id))) {
                    wake(first);
                    second.wake();
                    expected.assertRestored(second.answer());
                }
            }
        }

        private OtherProcess begin() throws Exception {
            scene.anHourPasses();
            return freeze(
                    frozen.step, frozen.nth, frozen.moment, () -> scene.begin(id, frozen.way.fields() + ONE_WORKER));
        }

        private interface Start {
            OtherProcess start() throws IOException;
        }

        private OtherProcess freeze(Step step, int nth, Moment moment, Start start) throws Exception {
            CompletableFuture<OtherProcess> process = new CompletableFuture<>();
            CompletableFuture<Void> stands = new CompletableFuture<>();
            Runnable hook = () -> {
                process.join().freeze();
                stands.complete(null);
                if (moment == Moment.BEFORE) {
                    await(late);
                }
            };
            RestoreCalls calls = new RestoreCalls(scene, id, 0);
            calls.proxy(step)
                    .plan(calls.of(step), moment == Moment.BEFORE ? Fault.before(hook) : Fault.after(hook))
                    .from(nth);
            OtherProcess started = start.start();
            process.complete(started);
            CompletableFuture.anyOf(stands, started.ended()).join();
            assertThat(stands).as("frozen at %s", step).isDone();
            return started;
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Its time has not come yet: whoever died or stands still keeps the table for two minutes. */
        private void othersAreRefused() {
            FakeClock soon = FakeClock.at(scene.now().plusSeconds(60).toString());
            List<TableResult> results = aws.restore(
                            aws.clients(),
                            TestAws.settings(scene.bucket()),
                            new RestoreRequest(null, List.of(scene.table(0)), false, false, 1),
                            soon)
                    .results();
            assertThat(results).hasSize(1);
            assertThat(results.get(0).status()).isEqualTo(TableStatus.FAILED);
            assertThat(results.get(0).error())
                    .startsWith(scene.table(0) + " is being restored by process ")
                    .contains("(restore " + id + ", seen alive at ");
        }

        /** What it asked for before arrives first; then it runs on, and ends without another write. */
        private void wake(OtherProcess first) throws Exception {
            int calls = scene.dynamoDb().calls().size();
            late.countDown();
            first.wake();
            Map<?, ?> answer = first.answer();

            List<ProxiedCall> since = scene.dynamoDb().calls();
            assertThat(since.subList(calls, since.size()))
                    .extracting(ProxiedCall::operation)
                    .doesNotContain("BatchWriteItem");
            Map<?, ?> body = (Map<?, ?>) field(answer, "body");
            assertThat(body.get("restore_id")).isNull();
            Map<?, ?> result = (Map<?, ?>) ((List<?>) field(body, "restore_results")).get(0);
            assertThat(field(result, "status")).isIn("PARTIAL_SUCCESS", "FAILED");
            // Where all was done but to note that, the table's result is right, and a warning says the rest.
            assertThat(field(result, "error") + " " + field(body, "warnings"))
                    .containsAnyOf(
                            "The lock on " + scene.table(0) + " was taken over or removed",
                            "checkpoint.json was written by another run");
        }

        private ExpectRestored expected() {
            ExpectRestored expected = new ExpectRestored(scene, frozen.way, 0);
            if (frozen.step == Step.DELETE || frozen.step == Step.LATE_DELETE) {
                expected.interruptedInDeletesOf(0);
            }
            return expected;
        }

        private static Map<String, String> without(Map<String, String> objects, String name) {
            objects.keySet().removeIf(key -> key.contains("/" + name));
            return objects;
        }
    }
}
