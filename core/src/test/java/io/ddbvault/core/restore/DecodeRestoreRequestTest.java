package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.json.Json;
import io.ddbvault.core.key.RequestedKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodeRestoreRequestTest {
    @Test
    void anEmptyRequestMeansTheLatestBackupOfAllTablesWithFiveWorkers() throws IOException {
        assertThat(decode("{}")).isEqualTo(new RestoreRequest(null, null, false, false, 5));
        assertThat(decode("{\"backup_date\":\"latest\"}")).isEqualTo(RestoreRequest.LATEST);
    }

    @Test
    void everyFieldIsTaken() throws IOException {
        assertThat(decode("""
                                {"backup_date":"2025-07-20","tables":["mfa-api_production_u2f_global","orders"],
                                "target_tables":{"orders":"orders-copy"},"dry_run":true,"clear_existing_data":true,
                                "clear_mode":"after","max_workers":10,"max_write_units":2147483647,
                                "all_or_nothing":true,"allow_environment_mismatch":true}"""))
                .isEqualTo(new RestoreRequest(
                        LocalDate.of(2025, 7, 20),
                        List.of("mfa-api_production_u2f_global", "orders"),
                        Map.of("orders", "orders-copy"),
                        true,
                        true,
                        ClearMode.AFTER,
                        10,
                        Integer.MAX_VALUE,
                        true,
                        true,
                        null));
    }

    @Test
    void theDefaultsMayBeSaidInFull() throws IOException {
        assertThat(decode("{\"target_tables\":{},\"all_or_nothing\":false,\"allow_environment_mismatch\":false}"))
                .isEqualTo(RestoreRequest.LATEST);
        assertThat(decode("{\"clear_existing_data\":true,\"clear_mode\":\"before\"}"))
                .isEqualTo(new RestoreRequest(null, null, false, true, 5));
    }

    @Test
    void aTableMayBeItsOwnTargetAndTwoMayChangePlaces() throws IOException {
        assertThat(decode("{\"tables\":[\"one\"],\"target_tables\":{\"one\":\"one\"}}")
                        .targetTables())
                .containsExactly(Map.entry("one", "one"));
        assertThat(decode("{\"tables\":[\"one\",\"two\"],\"target_tables\":{\"one\":\"two\",\"two\":\"one\"}}")
                        .targetTables())
                .containsExactly(Map.entry("one", "two"), Map.entry("two", "one"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"20250722T030000Z-01234567", "20250722T030000Z-89abcdef"})
    void aRestoreIdAloneGoesOnWithThatRestore(String id) throws IOException {
        assertThat(decode("{\"restore_id\":\"%s\"}".formatted(id))).isEqualTo(RestoreRequest.goOnWith(id));
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
                "{\"key\":[]} | \"key\" is no field of a restore request; there are backup_date, tables, target_tables, dry_run, clear_existing_data, clear_mode, max_workers, max_write_units, all_or_nothing, keys, allow_environment_mismatch, restore_id",
                "{\"keys\":[]} | keys is no array of one or more keys, each as {\"id\":{\"S\":\"u-3\"}}",
                "{\"keys\":null} | keys is no array of one or more keys, each as {\"id\":{\"S\":\"u-3\"}}",
                "{\"keys\":{}} | keys is no array of one or more keys, each as {\"id\":{\"S\":\"u-3\"}}",
                "{\"keys\":\"id=u-3\"} | keys is no array of one or more keys, each as {\"id\":{\"S\":\"u-3\"}}",
                "{\"keys\":[{\"id\":{\"S\":\"u-3\"}},\"u-7\"]} | keys[1] is no object; a key is as {\"id\":{\"S\":\"u-3\"}}",
                "{\"keys\":[{\"id\":{\"L\":[]}}]} | keys[0] gives id the type L; a key's attribute is of type S, N or B",
                "{\"keys\":[{\"id\":{\"S\":\"u-3\"}}],\"clear_existing_data\":true} | keys and clear_existing_data do not go together: all but these items would be deleted",
                "{\"keys\":[{\"id\":{\"S\":\"u-3\"}}],\"tables\":[\"one\",\"two\"]} | keys are of one table, and 2 would be restored, one, two; name one of them in tables",
                "{\"restore_id\":\"20250722T030000Z-01234567\",\"keys\":[]} | restore_id says all the rest, so nothing else may be said beside it: leave out keys",
                "{\"target_tables\":null} | target_tables is null; allowed is an object of a table's name to the name of the table to write",
                "{\"target_tables\":[\"one\"]} | target_tables is [\"one\"]; allowed is an object of a table's name to the name of the table to write",
                "{\"target_tables\":{\"one\":null}} | target_tables gives null for \"one\", which is no table name",
                "{\"target_tables\":{\"one\":\"a/b/c\"}} | target_tables gives \"a/b/c\" for \"one\", which is no table name",
                "{\"target_tables\":{\"\":\"one\"}} | target_tables names \"\", which is no table name",
                "{\"tables\":[\"one\"],\"target_tables\":{\"two\":\"copy\"}} | target_tables: two has a target, but is none of the tables to restore",
                "{\"target_tables\":{\"one\":\"copy\",\"two\":\"copy\"}} | target_tables: both one and two would be written to copy; a table takes one backed up table",
                "{\"tables\":[\"one\",\"two\"],\"target_tables\":{\"one\":\"two\"}} | target_tables: both one and two would be written to two; a table takes one backed up table",
                "{\"clear_mode\":\"after\"} | clear_mode is \"after\", but clear_existing_data is not true, so nothing would be cleared",
                "{\"clear_mode\":\"before\"} | clear_mode is \"before\", but clear_existing_data is not true, so nothing would be cleared",
                "{\"clear_existing_data\":false,\"clear_mode\":\"after\"} | clear_mode is \"after\", but clear_existing_data is not true, so nothing would be cleared",
                "{\"clear_existing_data\":true,\"clear_mode\":\"AFTER\"} | clear_mode is \"AFTER\"; allowed are \"before\" and \"after\"",
                "{\"clear_existing_data\":true,\"clear_mode\":null} | clear_mode is null; allowed are \"before\" and \"after\"",
                "{\"max_write_units\":0} | max_write_units is 0; allowed is a whole number from 1 to 2147483647",
                "{\"max_write_units\":-5} | max_write_units is -5; allowed is a whole number from 1 to 2147483647",
                "{\"max_write_units\":null} | max_write_units is null; allowed is a whole number from 1 to 2147483647",
                "{\"max_write_units\":100.0} | max_write_units is 100.0; allowed is a whole number from 1 to 2147483647",
                "{\"max_write_units\":2147483648} | max_write_units is 2147483648; allowed is a whole number from 1 to 2147483647",
                "{\"all_or_nothing\":\"true\"} | all_or_nothing is \"true\"; allowed are true and false, without quotes",
                "{\"allow_environment_mismatch\":\"production\"} | allow_environment_mismatch is \"production\"; allowed are true and false, without quotes",
                "{\"restore_id\":null} | restore_id is null; allowed is an id from a restore's answer, as \"20250722T030000Z-1a2b3c4d\"",
                "{\"restore_id\":7} | restore_id is 7; allowed is an id from a restore's answer, as \"20250722T030000Z-1a2b3c4d\"",
                "{\"restore_id\":\"r-1\"} | restore_id is \"r-1\"; allowed is an id from a restore's answer, as \"20250722T030000Z-1a2b3c4d\"",
                "{\"restore_id\":\"20250722T030000Z-0123456\"} | restore_id is \"20250722T030000Z-0123456\"; allowed is an id from a restore's answer, as \"20250722T030000Z-1a2b3c4d\"",
                "{\"restore_id\":\"20250722T030000Z-0123456A\"} | restore_id is \"20250722T030000Z-0123456A\"; allowed is an id from a restore's answer, as \"20250722T030000Z-1a2b3c4d\"",
                "{\"restore_id\":\"20250722T030000Z-012345678\"} | restore_id is \"20250722T030000Z-012345678\"; allowed is an id from a restore's answer, as \"20250722T030000Z-1a2b3c4d\"",
                "{\"restore_id\":\"../20250722T030000Z-01234567\"} | restore_id is \"../20250722T030000Z-01234567\"; allowed is an id from a restore's answer, as \"20250722T030000Z-1a2b3c4d\"",
                "{\"restore_id\":\"20250722T030000Z-01234567\",\"dry_run\":\"x\",\"max_workers\":5} | restore_id says all the rest, so nothing else may be said beside it: leave out dry_run, max_workers",
            })
    void aWrongFieldIsNamedWithItsValueAndWhatIsAllowed(String json, String problem) {
        assertThatThrownBy(() -> decode(json))
                .isInstanceOfSatisfying(
                        DdbvaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasMessage(problem + "\nNothing was read or written.");
    }

    @Test
    void keysAreThoseOfTheItemsToRestore() throws IOException {
        RestoreRequest request = decode(
                "{\"tables\":[\"orders\"],\"keys\":[{\"id\":{\"S\":\"u-3\"}},{\"id\":{\"S\":\"u-7\"}}],\"dry_run\":true}");

        assertThat(request.keys())
                .extracting(RequestedKey::json)
                .containsExactly("{\"id\":{\"S\":\"u-3\"}}", "{\"id\":{\"S\":\"u-7\"}}");
        assertThat(request.keys()).extracting(RequestedKey::origin).containsExactly("keys[0]", "keys[1]");
        assertThat(request.dryRun()).isTrue();
    }

    @Test
    void tenThousandKeysAreTakenAndOneMoreIsNot() throws IOException {
        String key = "{\"id\":{\"S\":\"u-3\"}},";

        assertThat(decode("{\"keys\":[%s]}".formatted(key.repeat(10_000).replaceAll(",$", "")))
                        .keys())
                .hasSize(10_000);
        assertThatThrownBy(() ->
                        decode("{\"keys\":[%s]}".formatted(key.repeat(10_001).replaceAll(",$", ""))))
                .hasMessageStartingWith(
                        "keys holds more than 10,000 keys, or more than 1,048,576 characters; the command line takes more, with --keys-file");
        assertThatThrownBy(() -> decode("{\"keys\":[{\"id\":{\"S\":\"%s\"}}]}".formatted("x".repeat(1 << 20))))
                .hasMessageStartingWith("keys holds more than 10,000 keys, or more than 1,048,576 characters;");
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
