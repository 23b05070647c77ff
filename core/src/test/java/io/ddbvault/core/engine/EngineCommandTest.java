package io.ddbvault.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.json.Json;
import io.ddbvault.core.key.DecodeKey;
import io.ddbvault.core.restore.ClearMode;
import io.ddbvault.core.restore.DecodeRestoreRequest;
import io.ddbvault.core.restore.EncodeRestoreRequest;
import io.ddbvault.core.restore.RestoreRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineCommandTest {
    private static final RestoreRequest ALL = new RestoreRequest(
            LocalDate.parse("2025-07-22"),
            List.of("users", "orders"),
            Map.of("users", "users-2"),
            false,
            true,
            ClearMode.AFTER,
            12,
            300,
            true,
            true,
            null);

    @Test
    void aRequestIsReadBackAsItWas() throws IOException {
        RestoreRequest keys = new RestoreRequest(null, List.of("users"), false, false, 5)
                .toBuilder()
                        .keys(List.of(DecodeKey.fromJson(Map.of("id", Map.of("S", "it's")), "keys[0]")))
                        .build();
        for (RestoreRequest request : List.of(RestoreRequest.LATEST, ALL, keys)) {
            byte[] json = Json.compact(EncodeRestoreRequest.fields(request)).getBytes(StandardCharsets.UTF_8);

            assertThat(DecodeRestoreRequest.decode(Json.parseObject(json))).isEqualTo(request);
        }
    }

    @Test
    void eachEngineHasItsCommand() {
        assertThat(EngineCommand.of(on(Engine.PROCESS, 48), ALL, "ddbvault restore --table users"))
                .isEqualTo("ddbvault restore --table users --workers 48");
        assertThat(EngineCommand.of(on(Engine.PROCESS, 5), RestoreRequest.LATEST, "ddbvault restore"))
                .isEqualTo("ddbvault restore");
        assertThat(EngineCommand.of(on(Engine.FUNCTION, 5), RestoreRequest.LATEST, ""))
                .isEqualTo(
                        "aws stepfunctions start-execution --state-machine-arn \"$RESTORE_STATE_MACHINE_ARN\" --input '{}'");
        assertThat(EngineCommand.of(on(Engine.SPARK, 5), ALL, ""))
                .isEqualTo(
                        "spark-submit --class io.ddbvault.spark.RestoreJob ddbvault-spark.jar --date 2025-07-22 --table users --table orders --target users=users-2 --clear-existing-data --workers 12 --max-write-units 300 --all-or-nothing --allow-environment-mismatch --tasks 3");
    }

    @Test
    void whatAShellWouldReadOtherwiseIsQuoted() {
        assertThat(EngineCommand.quoted("it's $HOME")).isEqualTo("'it'\\''s $HOME'");
        assertThat(EngineCommand.quoted("2025-07-22")).isEqualTo("2025-07-22");
        assertThat(EngineCommand.quoted("")).isEqualTo("''");
    }

    private static EngineEstimate on(Engine engine, int workers) {
        return new EngineEstimate(engine, 3, workers, Duration.ZERO, BigDecimal.ZERO, null);
    }
}
