package io.ddbvault.core.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodeBackupRequestTest {
    @Test
    void anEmptyObjectAsksForEverything() throws IOException {
        assertThat(decode("{}")).isEqualTo(BackupRequest.ALL);
    }

    @Test
    void aScheduledEventGivesTimeAndIdAndTheRestIsIgnored() throws IOException {
        assertThat(decode("""
                        {"version":"0","id":"53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa","detail-type":"Scheduled Event",
                         "source":"aws.events","account":"111122223333","time":"2025-07-22T02:00:00Z",
                         "region":"eu-west-1","resources":["arn:aws:events:eu-west-1:111122223333:rule/daily"],"detail":{}}
                        """))
                .isEqualTo(new BackupRequest(
                        Instant.parse("2025-07-22T02:00:00Z"), "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa", null, null));
    }

    @Test
    void aManualCallNamesTablesOrADate() throws IOException {
        assertThat(decode("{\"tables\":[\"users\",\"orders\"],\"backup_date\":\"2025-07-22\"}"))
                .isEqualTo(new BackupRequest(null, null, List.of("users", "orders"), LocalDate.of(2025, 7, 22)));
    }

    @Test
    void nullCountsAsAbsent() throws IOException {
        assertThat(decode("{\"time\":null,\"id\":null,\"tables\":null,\"backup_date\":null}"))
                .isEqualTo(BackupRequest.ALL);
    }

    @Test
    void aTimeWithAnOffsetIsTheSameMoment() throws IOException {
        assertThat(decode("{\"time\":\"2025-07-22T01:30:00+02:00\"}").time()).isEqualTo("2025-07-21T23:30:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"tables\":\"users\"} | tables is \"users\"; it must be an array of table names that DYNAMODB_TABLES holds, e.g. [\"orders\"].",
                "{\"tables\":[\"users\",7]} | tables is [\"users\",7]; it must be an array of table names that DYNAMODB_TABLES holds, e.g. [\"orders\"].",
                "{\"tables\":{}} | tables is {}; it must be an array of table names that DYNAMODB_TABLES holds, e.g. [\"orders\"].",
                "{\"backup_date\":\"latest\"} | backup_date is \"latest\"; it must be a date of the form YYYY-MM-DD.",
                "{\"backup_date\":\"2025-02-29\"} | backup_date is \"2025-02-29\"; it must be a date of the form YYYY-MM-DD.",
                "{\"backup_date\":20250722} | backup_date is 20250722; it must be a date of the form YYYY-MM-DD.",
                "{\"time\":\"yesterday\"} | time is \"yesterday\"; it must be a time with an offset, e.g. \"2025-07-22T02:00:00Z\".",
                "{\"time\":\"2025-07-22\"} | time is \"2025-07-22\"; it must be a time with an offset, e.g. \"2025-07-22T02:00:00Z\".",
                "{\"time\":\"+12025-07-22T02:00:00Z\"} | time is \"+12025-07-22T02:00:00Z\"; it must be a time with an offset, e.g. \"2025-07-22T02:00:00Z\".",
                "{\"time\":1753149600} | time is 1753149600; it must be a time with an offset, e.g. \"2025-07-22T02:00:00Z\".",
                "{\"id\":7} | id is 7; it must be the trigger's id, a string that is not empty.",
                "{\"id\":\"\"} | id is \"\"; it must be the trigger's id, a string that is not empty."
            })
    void namesTheFieldTheValueAndWhatIsAllowed(String event, String message) {
        assertThatThrownBy(() -> decode(event))
                .isInstanceOfSatisfying(
                        DdbvaultException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasMessage(message);
    }

    private static BackupRequest decode(String event) throws IOException {
        return DecodeBackupRequest.decode(Json.parseObject(event.getBytes(UTF_8)));
    }
}
