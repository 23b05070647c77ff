package io.ddbvault.aws.endtoend;

import io.ddbvault.aws.endtoend.KillPlan.Step;
import io.ddbvault.testkit.proxy.Calls;
import io.ddbvault.testkit.proxy.FaultProxy;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The calls that a restore makes for one of its tables, by its steps. Each phase is in the checkpoint before it begins, so
 * the checkpoint tells which step a scan or a put belongs to.
 */
final class RestoreCalls {
    private final RestoreScene scene;
    private final String id;
    private final int place;
    private final String table;

    RestoreCalls(RestoreScene scene, String restoreId, int table) {
        this.scene = scene;
        this.id = restoreId;
        this.place = table;
        this.table = scene.table(table);
    }

    FaultProxy proxy(Step step) {
        return switch (step) {
            case NOTE, SCAN, DELETE, WRITE, LATE_SCAN, LATE_DELETE -> scene.dynamoDb();
            default -> scene.s3();
        };
    }

    Calls of(Step step) {
        Calls data = Calls.to("GET")
                .ofKeysFrom(scene.export(place).folder() + "data/")
                .with("If-Match");
        Calls puts = Calls.to("BatchWriteItem").about(table).holding("PutRequest");
        Calls deletes = Calls.to("BatchWriteItem").about(table).holding("DeleteRequest");
        Calls scans = Calls.to("Scan").about(table);
        Calls checkpoints = Calls.to("PUT").ofKeysTo("/checkpoint.json");
        Calls locks = Calls.to("PUT").ofKeysFrom("native-exports/_state/locks/").ofKeysTo("/" + table + ".json");
        Calls rejects = Calls.to("PUT").ofKeysFrom(RestoreScene.key(id, "rejects"));
        return switch (step) {
            case VALIDATE -> data.when("no checkpoint", () -> phase().isEmpty());
            case LOCK, LOCK_AGAIN -> locks;
            case FIRST_CHECKPOINT -> checkpoints.when("no checkpoint", () -> phase().isEmpty());
            case NOTE -> in("NOTING", scans);
            case KEEP_KEYS -> Calls.to("PUT").ofKeysFrom(RestoreScene.key(id, "existing-" + table));
            case SCAN -> in("CLEARING", scans);
            case DELETE -> in("CLEARING", deletes);
            case CHECKPOINT_IN_CLEAR -> in("CLEARING", checkpoints);
            case READ -> in("WRITING", data);
            case WRITE -> in("WRITING", puts);
            case STORE_REJECTS -> rejects.ofKeysFrom(RestoreScene.key(id, "rejects/" + table + "/"));
            case CHECKPOINT_IN_WRITE -> in("WRITING", checkpoints);
            case COMPARE -> in("DELETING", Calls.to("GET").ofKeysTo(".keys").with("If-Match"));
            case LATE_SCAN -> in("DELETING", scans);
            case LATE_DELETE -> in("DELETING", deletes);
            case JOIN_REJECTS -> rejects.ofKeysTo("/rejects-" + table + ".jsonl");
            case LAST_CHECKPOINT -> checkpoints.holding("\"open\" : [ ]");
            case RELEASE ->
                locks.when(
                        "ended",
                        () -> Stream.of(0, 1)
                                .allMatch(each -> scene.phase(id, each).equals(Optional.of("ENDED"))));
        };
    }

    private Calls in(String phase, Calls calls) {
        return calls.when(phase, () -> phase().equals(Optional.of(phase)));
    }

    private Optional<String> phase() {
        return scene.phase(id, place);
    }
}
