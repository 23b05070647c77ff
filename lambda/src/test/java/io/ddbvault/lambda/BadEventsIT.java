package io.ddbvault.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ddbvault.testkit.function.FunctionAnswer;
import io.ddbvault.testkit.function.FunctionProcess;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a caller sends is answered in the contract's shape, and a refused event causes no call to AWS at all. */
@Timeout(60)
class BadEventsIT {
    private static final AtomicInteger CALLS_TO_AWS = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private static Front aws;

    @SuppressWarnings("NullAway.Init")
    private static FunctionProcess backup;

    @SuppressWarnings("NullAway.Init")
    private static FunctionProcess restore;

    @BeforeAll
    static void start() throws IOException {
        aws = new Front(java.net.URI.create("http://127.0.0.1:9"), call -> {
            CALLS_TO_AWS.incrementAndGet();
            return Optional.of(new Front.Refusal(500, ""));
        });
        Map<String, String> variables = Map.of(
                "AWS_REGION", "eu-west-1",
                "AWS_ENDPOINT_URL", aws.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "BACKUP_BUCKET", "my-backup-bucket",
                "ENVIRONMENT", "production",
                "DYNAMODB_TABLES", "[\"orders\"]");
        backup = FunctionProcess.start("BackupHandler", variables);
        restore = FunctionProcess.start("RestoreHandler", variables);
    }

    @AfterAll
    static void stop() {
        try (FunctionProcess one = backup;
                FunctionProcess other = restore;
                Front front = aws) {
            // Each is closed, whatever becomes of the others.
        }
    }

    @AfterEach
    void nothingWasReadOrWritten() {
        assertThat(CALLS_TO_AWS).hasValue(0);
    }

    static Stream<Arguments> noObjects() {
        return Stream.of(
                Arguments.of("null", bytes("null"), "The event is null"),
                Arguments.of("nothing", new byte[0], "The event is empty"),
                Arguments.of("spaces", bytes("  \n"), "The event is"),
                Arguments.of("array", bytes("[{}]"), "The event is a JSON array"),
                Arguments.of("text", bytes("\"latest\""), "The event is a JSON value of another kind"),
                Arguments.of("number", bytes("7"), "The event is a JSON value of another kind"),
                Arguments.of("no JSON", bytes("tables=orders"), "The event is not JSON"),
                Arguments.of("cut", bytes("{\"tables\":[\"orders\""), "The event is not JSON"),
                Arguments.of("a field twice", bytes("{\"tables\":[],\"tables\":[]}"), "The event is not JSON"),
                Arguments.of(
                        "no UTF-8", new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}, "The event is not JSON"),
                Arguments.of("deep", bytes("{\"a\":" + "[".repeat(2_000_000)), "The event is not JSON"),
                Arguments.of("deep objects", bytes("{\"a\":".repeat(500_000)), "The event is not JSON"),
                Arguments.of("huge", huge(), "The event is longer than 6291456 bytes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noObjects")
    void anEventThatIsNoJsonObjectIsRefusedByBothFunctions(String name, byte[] event, String reason) {
        for (FunctionProcess function : List.of(backup, restore)) {
            FunctionAnswer answer = function.call(event, FunctionProcess.FULL_TIME);

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains(entry("error_code", "INVALID_REQUEST"));
            assertThat(answer.error()).startsWith(reason).contains("it must be a JSON object");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"backup_date\":\"22.7.2025\"}          | backup_date is \"22.7.2025\"; allowed are",
                "{\"backup_date\":\"2025-02-30\"}         | backup_date is \"2025-02-30\"; allowed are",
                "{\"backup_date\":20250722}               | backup_date is 20250722; allowed are",
                "{\"backup_date\":null}                   | backup_date is null; allowed are",
                "{\"tables\":\"orders\"}                  | tables is \"orders\"; allowed is an array",
                "{\"tables\":[]}                          | tables is []; allowed is an array",
                "{\"tables\":[7]}                         | tables holds 7, which is no table name",
                "{\"tables\":[\"a b c\"]}                 | tables holds \"a b c\", which is no table name",
                "{\"tables\":[\"orders\",\"orders\"]}     | tables names \"orders\" twice",
                "{\"dry_run\":\"true\"}                   | dry_run is \"true\"; allowed are true and false",
                "{\"dry_run\":1}                          | dry_run is 1; allowed are true and false",
                "{\"clear_existing_data\":\"false\"}      | clear_existing_data is \"false\"; allowed are",
                "{\"clear_existing_data\":null}           | clear_existing_data is null; allowed are",
                "{\"step\":\"go\"}                            | step is \"go\"; allowed are \"prepare\", \"clear\", \"cleared\", \"write\" and \"report\"",
                "{\"step\":null}                            | step is null; allowed are",
                "{\"step\":\"prepare\",\"dry_run\":\"yes\"}     | dry_run is \"yes\"; allowed are true and false",
                "{\"step\":\"prepare\",\"attempt\":1}         | \"attempt\" is no field of a restore request",
                "{\"step\":\"report\"}                        | restore_id is null; allowed is an id from the answer of the step prepare",
                "{\"step\":\"report\",\"attempt\":\"1\"}        | attempt is \"1\"; allowed is a whole number from 1 to",
                "{\"step\":\"report\",\"table\":\"orders\"}     | \"table\" is no field of the step report; there are restore_id, attempt",
                "{\"step\":\"write\",\"table\":7}              | table is 7; allowed is a table's name",
                "{\"step\":\"write\",\"data_file\":3}          | data_file is 3; allowed is the dataFileS3Key of a line",
                "{\"step\":\"write\",\"max_write_units\":0}    | max_write_units is 0; allowed is a whole number from 1 to",
                "{\"step\":\"clear\",\"segments\":0}           | segments is 0; allowed is a whole number from 1 to 10000",
                "{\"step\":\"clear\",\"segments\":2,\"segment\":2} | segment is 2; allowed is a whole number from 0 to 1",
                "{\"step\":\"cleared\",\"segment\":0}          | \"segment\" is no field of the step cleared; there are restore_id, attempt, table, segments",
                "{\"max_workers\":0}                      | max_workers is 0; allowed is a whole number from 1 to 256",
                "{\"max_workers\":257}                    | max_workers is 257; allowed is a whole number from 1 to 256",
                "{\"max_workers\":2.5}                    | max_workers is 2.5; allowed is",
                "{\"max_workers\":\"5\"}                  | max_workers is \"5\"; allowed is",
                "{\"max_workers\":99999999999}            | max_workers is 99999999999; allowed is",
                "{\"Dry_Run\":true}                       | \"Dry_Run\" is no field of a restore request",
                "{\"key\":[]}                            | \"key\" is no field of a restore request; there are backup_date, tables, target_tables, dry_run",
                "{\"keys\":[]}                           | keys is no array of one or more keys",
                "{\"keys\":{\"id\":{\"S\":\"u-3\"}}}       | keys is no array of one or more keys",
                "{\"keys\":[{\"id\":{\"S\":\"u-3\"}},{}]}  | keys[1] has 0 attributes; a key has one or two",
                "{\"keys\":[{\"id\":\"u-3\"}]}            | keys[0] gives id without exactly one type",
                "{\"keys\":[{\"id\":{\"NS\":[\"1\"]}}]}     | keys[0] gives id the type NS; a key's attribute is of type S, N or B",
                "{\"keys\":[{\"id\":{\"N\":7}}]}          | keys[0] gives id a value without quotes",
                "{\"keys\":[{\"id\":{\"S\":\"u-3\"}}],\"clear_existing_data\":true} | keys and clear_existing_data do not go together",
                "{\"keys\":[{\"id\":{\"S\":\"u-3\"}}],\"tables\":[\"one\",\"two\"]} | keys are of one table, and 2 would be restored, one, two",
                "{\"target_tables\":[\"a\",\"b\"]}            | target_tables is [\"a\",\"b\"]; allowed is an object",
                "{\"target_tables\":{\"orders\":7}}         | target_tables gives 7 for \"orders\", which is no table name",
                "{\"target_tables\":{\"a b c\":\"copy\"}}     | target_tables names \"a b c\", which is no table name",
                "{\"tables\":[\"orders\"],\"target_tables\":{\"order\":\"copy\"}} | target_tables: order has a target, but is none of the tables",
                "{\"target_tables\":{\"one\":\"copy\",\"two\":\"copy\"}} | both one and two would be written to copy",
                "{\"max_write_units\":0}                  | max_write_units is 0; allowed is a whole number from 1 to 2147483647",
                "{\"max_write_units\":2147483648}         | max_write_units is 2147483648; allowed is",
                "{\"max_write_units\":\"5\"}                | max_write_units is \"5\"; allowed is",
                "{\"clear_mode\":\"after\"}                 | clear_mode is \"after\", but clear_existing_data is not true",
                "{\"clear_existing_data\":true,\"clear_mode\":\"later\"} | clear_mode is \"later\"; allowed are \"before\" and \"after\"",
                "{\"all_or_nothing\":\"yes\"}               | all_or_nothing is \"yes\"; allowed are true and false",
                "{\"allow_environment_mismatch\":1}       | allow_environment_mismatch is 1; allowed are true and false",
                "{\"restore_id\":\"r-1\"}                   | restore_id is \"r-1\"; allowed is an id from a restore's answer",
                "{\"restore_id\":\"20250722T030000Z-1a2b3c4d\",\"tables\":[\"orders\"]} | nothing else may be said beside it: leave out tables",
            })
    void aWrongFieldOfARestoreIsNamedWithItsValueAndWhatIsAllowed(String event, String reason) {
        refused(restore, event, reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"tables\":\"orders\"}              | tables is \"orders\"; it must be an array",
                "{\"tables\":[1]}                     | tables is [1]; it must be an array",
                "{\"tables\":[\"users\"]}             | users",
                "{\"tables\":[]}                      | tables",
                "{\"backup_date\":\"today\"}          | backup_date is \"today\"; it must be a date",
                "{\"backup_date\":[]}                 | backup_date is []; it must be a date",
                "{\"time\":\"noon\"}                  | time is \"noon\"; it must be a time",
                "{\"time\":7}                         | time is 7; it must be a time",
                "{\"id\":7}                           | id is 7; it must be the trigger's id",
            })
    void aWrongFieldOfABackupIsNamedWithItsValueAndWhatIsAllowed(String event, String reason) {
        refused(backup, event, reason);
    }

    @Test
    void everyProblemOfARestoreIsNamedAtOnce() {
        refused(restore, "{\"dry_run\":0,\"max_workers\":-1}", "dry_run is 0", "max_workers is -1", "Nothing was read");
    }

    private static void refused(FunctionProcess function, String event, String... reasons) {
        FunctionAnswer answer = function.call(event);

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains(entry("error_code", "INVALID_REQUEST"));
        assertThat(answer.error()).contains(reasons);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] huge() {
        byte[] event = new byte[8_000_000];
        Arrays.fill(event, (byte) ' ');
        event[0] = '{';
        event[event.length - 1] = '}';
        return event;
    }
}
