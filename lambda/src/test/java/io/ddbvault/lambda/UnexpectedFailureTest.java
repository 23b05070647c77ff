package io.ddbvault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.ddbvault.testkit.function.EmbeddedMetrics;
import io.ddbvault.testkit.function.FunctionAnswer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Defects of ddbvault's own. */
class UnexpectedFailureTest {
    private static final Map<String, String> VARIABLES =
            Map.of("BACKUP_BUCKET", "my-backup-bucket", "ENVIRONMENT", "production", "DYNAMODB_TABLES", "[\"orders\"]");

    private static List<RequestStreamHandler> failingWith(Throwable failure) {
        Container container = new Container(VARIABLES, (settings, environment, listener, stop) -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        });
        return List.of(new BackupHandler(container), new RestoreHandler(container));
    }

    @Test
    void aDefectIsAnsweredAndItsStackTraceLogged() throws IOException {
        for (Throwable failure : List.of(new IllegalStateException("boom"), new NoClassDefFoundError("boom"))) {
            for (RequestStreamHandler handler : failingWith(failure)) {
                try (CapturedOutput output = new CapturedOutput()) {
                    FunctionAnswer answer = call(handler, "{}");

                    assertThat(answer.statusCode()).isEqualTo(500);
                    assertThat(answer.body()).contains(entry("error_code", "INTERNAL_ERROR"));
                    assertThat(answer.error()).contains("boom", "a defect of ddbvault", "request-of-test");
                    assertThat(output.logged("unexpected failure"))
                            .singleElement()
                            .satisfies(line -> assertThat(String.valueOf(line.get("stackTrace")))
                                    .contains(failure.getClass().getName(), "UnexpectedFailureTest"));
                    assertThat(EmbeddedMetrics.in(output.text()))
                            .singleElement()
                            .satisfies(line -> assertThat(line.counts())
                                    .containsAnyOf(entry("TablesWithoutExport", 1L), entry("FailedRestores", 1L)));
                }
            }
        }
    }

    @Test
    void aDefectAtAScheduledEventIsThrown() {
        String event = "{\"source\":\"aws.events\",\"detail-type\":\"Scheduled Event\"}";
        RequestStreamHandler backup =
                failingWith(new IllegalStateException("boom")).get(0);

        try (CapturedOutput output = new CapturedOutput()) {
            assertThatThrownBy(() -> call(backup, event))
                    .isInstanceOf(NothingSucceededException.class)
                    .hasMessageContaining("boom")
                    .hasMessageContaining("INTERNAL_ERROR");
            assertThat(EmbeddedMetrics.in(output.text()))
                    .singleElement()
                    .satisfies(line -> assertThat(line.counts())
                            .contains(entry("SuccessfulBackups", 0L), entry("TablesWithoutExport", 1L)));
            assertThat(output.logged("ended")).hasSize(1);
        }
    }

    @Test
    void aProcessWithoutMemoryIsLeftToLambdaToReplace() {
        RequestStreamHandler backup = failingWith(new OutOfMemoryError("heap")).get(0);

        try (CapturedOutput output = new CapturedOutput()) {
            assertThatThrownBy(() -> call(backup, "{}")).isInstanceOf(OutOfMemoryError.class);
            assertThat(output.logged("ended")).isEmpty();
        }
    }

    private static FunctionAnswer call(RequestStreamHandler handler, String event) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, new CallOfTest());
        return FunctionAnswer.of(answer.toByteArray());
    }
}
