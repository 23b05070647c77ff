package io.ddbvault.aws.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.aws.endtoend.KillPlan.Kill;
import io.ddbvault.aws.endtoend.KillPlan.Place;
import io.ddbvault.aws.endtoend.KillPlan.Step;
import io.ddbvault.aws.endtoend.KillPlan.Way;
import io.ddbvault.testkit.proxy.Fault;
import io.ddbvault.testkit.proxy.PlannedFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code kill -9} at any moment, and going on, ends with exactly the backup's items. Each seed's restore is killed in five
 * places, as a {@link KillPlan} says, and then goes on to its end. That each kill happened there is asserted; that the
 * seeds' plans together have all places, too.
 */
@Tag("slow")
class KillRestoreTest {
    private static final int SEEDS = 12;

    @SuppressWarnings("NullAway.Init")
    private static TestAws aws;

    @BeforeAll
    static void start() throws IOException {
        aws = new TestAws();
    }

    @AfterAll
    static void stop() throws IOException {
        aws.close();
    }

    @Test
    void theSeedsTogetherKillFiftyTimesAndMoreAndInEveryPlace() {
        Map<Place, Long> kills = IntStream.range(0, SEEDS)
                .mapToObj(seed -> KillPlan.of(seed).kills())
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(Kill::place, Collectors.counting()));
        Map<Place, Long> cards = Arrays.stream(Way.values())
                .flatMap(way -> way.deck().stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(kills).isEqualTo(cards);
        assertThat(kills.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(60);
        assertThat(kills.keySet()).extracting(Place::step).containsOnly(Step.values());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void aRestoreThatIsKilledAgainAndAgainEndsWithExactlyTheBackupsItems(int seed, @TempDir Path folder)
            throws Exception {
        KillPlan plan = KillPlan.of(seed);
        try (RestoreScene scene = new RestoreScene(aws, folder, plan.way() == Way.OF_BAD_ITEMS ? plan.table() : -1)) {
            new Killing(plan, scene).run();
        }
    }

    /** One restore on its way through its plan. */
    private static final class Killing {
        private final KillPlan plan;
        private final RestoreScene scene;
        private final ExpectRestored expected;

        private String id;
        private boolean begun;

        Killing(KillPlan plan, RestoreScene scene) {
            this.plan = plan;
            this.scene = scene;
            this.expected = new ExpectRestored(scene, plan.way(), plan.table());
            this.id = scene.newId();
        }

        void run() throws Exception {
            for (Kill kill : plan.kills()) {
                scene.anHourPasses();
                killAt(kill);
                look();
            }
            scene.anHourPasses();
            try (OtherProcess last = start()) {
                expected.assertRestored(last.answer());
            }
        }

        private OtherProcess start() throws IOException {
            return begun ? scene.goOn(id) : scene.begin(id, plan.way().fields());
        }

        private void killAt(Kill kill) throws Exception {
            CompletableFuture<OtherProcess> process = new CompletableFuture<>();
            Runnable hook = () -> process.join().kill();
            Fault fault = switch (kill.place().moment()) {
                case BEFORE -> Fault.insteadOf(hook);
                case IN_ANSWER -> Fault.inAnswer(hook);
                case AFTER -> Fault.after(hook);
            };
            RestoreCalls calls = new RestoreCalls(scene, id, plan.table());
            Step step = kill.place().step();
            PlannedFault planned = calls.proxy(step).plan(calls.of(step), fault).from(kill.nth());
            try (OtherProcess started = start()) {
                process.complete(started);
                started.awaitKilled();
            }
            assertThat(planned.fired()).as("%s", kill).isOne();
            scene.settle();
        }

        /** What holds whenever a restore is killed. */
        private void look() {
            if (scene.phase(id, plan.table()).isEmpty()) {
                for (int each : List.of(0, 1)) {
                    assertThat(scene.contents(each)).isEqualTo(TestAws.comparable(RestoreScene.before(each)));
                }
                // There is nothing to go on with.
                assertThat(begun).isFalse();
                id = scene.newId();
                return;
            }
            begun = true;
            for (int each : List.of(0, 1)) {
                String phase = scene.phase(id, each).orElseThrow();
                if (phase.equals("CLEARING") || phase.equals("DELETING")) {
                    expected.interruptedInDeletesOf(each);
                }
                if (plan.way().clearsAfter() && !phase.equals("DELETING") && !phase.equals("ENDED")) {
                    assertThat(scene.contents(each)).containsAll(TestAws.comparable(RestoreScene.others(each)));
                }
            }
            String phase = scene.phase(id, plan.table()).orElseThrow();
            if (plan.way().clearsAfter() && (phase.equals("WRITING") || phase.equals("DELETING"))) {
                expected.applicationWrites();
            }
        }
    }
}
