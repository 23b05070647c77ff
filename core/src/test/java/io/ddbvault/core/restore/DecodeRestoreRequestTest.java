package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodeRestoreRequestTest {
    @Test
    void anEmptyRequestMeansTheLatestBackupOfAllTablesWithFiveWorkers() throws IOException {
        assertThat(decode("{}")).isEqualTo(new RestoreRequest(null, null, false, false, 5));
        assertThat(decode("{\"backup_date\":\"latest\"}")).isEqualTo(RestoreRequest.LATEST);
    }

    @Test
    void everyFieldIsTaken() throws IOException {
        assertThat(
                        decode(
                                "{\"backup_date\":\"2025-07-20\",\"tables\":[\"mfa-api_production_u2f_global\"],\"dry_run\":true,\"clear_existing_data\":true,\"max_workers\":10}"))
                .isEqualTo(new RestoreRequest(
                        LocalDate.of(2025, 7, 20), List.of("mfa-api_production_u2f_global"), true, true, 10));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"clear_existing_data\":\"false\"} | clear_existing_data is \"false\"; allowed are true and false, without quotes",
                "{\"clear_existing_data\":0} | clear_existing_data is 0; allowed are true and false, without quotes",
                "{\"dry_run\":null} | dry_run is null; allowed are true and false, without quotes",
                "{\"max_workers\":0} | max_workers is 0; allowed is a whole number from 1 to 256",
                "{\"max_workers\":257} | max_workers is 257; allowed is a whole number from 1 to 256",
                "{\"max_workers\":5.0} | max_workers is 5.0; allowed is a whole number from 1 to 256",
                "{\"max_workers\":\"5\"} | max_workers is \"5\"; allowed is a whole number from 1 to 256",
                "{\"max_workers\":99999999999} | max_workers is 99999999999; allowed is a whole number from 1 to 256",
                "{\"tables\":[]} | tables is []; allowed is an array of one or more table names",
                "{\"tables\":\"orders\"} | tables is \"orders\"; allowed is an array of one or more table names",
                "{\"tables\":null} | tables is null; allowed is an array of one or more table names",
                "{\"tables\":[\"orders\",1]} | tables holds 1, which is no table name",
                "{\"tables\":[\"a/../b\"]} | tables holds \"a/../b\", which is no table name",
                "{\"tables\":[\"orders\",\"orders\"]} | tables names \"orders\" twice",
                "{\"backup_date\":\"2025-02-30\"} | backup_date is \"2025-02-30\"; allowed are \"latest\" and a date as \"2025-07-22\"",
                "{\"backup_date\":\"../2025-02-03\"} | backup_date is \"../2025-02-03\"; allowed are \"latest\" and a date as \"2025-07-22\"",
                "{\"backup_date\":20250203} | backup_date is 20250203; allowed are \"latest\" and a date as \"2025-07-22\"",
                "{\"clear_mode\":\"after\"} | \"clear_mode\" is no field of a restore request; there are backup_date, tables, dry_run, clear_existing_data, max_workers",
            })
    void aWrongFieldIsNamedWithItsValueAndWhatIsAllowed(String json, String problem) {
        assertThatThrownBy(() -> decode(json))
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasMessage(problem + "\nNothing was read or written.");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThatThrownBy(() -> decode("{\"max_workers\":0,\"dry_run\":1}"))
                .hasMessageContaining("max_workers is 0")
                .hasMessageContaining("dry_run is 1");
    }

    private static RestoreRequest decode(String json) throws IOException {
        return DecodeRestoreRequest.decode(Json.parseObject(json.getBytes(StandardCharsets.UTF_8)));
    }
}
