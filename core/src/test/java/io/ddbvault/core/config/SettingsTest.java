package io.ddbvault.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "BACKUP_BUCKET", "my-backup-bucket",
            "ENVIRONMENT", "production",
            "DYNAMODB_TABLES", "[\"users\",\"orders\"]");

    @Test
    void theRequiredVariablesAreEnough() {
        assertThat(Settings.forBackup(REQUIRED))
                .isEqualTo(new Settings(
                        "my-backup-bucket",
                        "production",
                        List.of("users", "orders"),
                        "native-exports",
                        null,
                        null,
                        new TableNamePattern("mfa-api_{environment}_{type}_global"),
                        false));
    }

    @Test
    void everyVariableCounts() {
        Map<String, String> variables = new HashMap<>(REQUIRED);
        variables.put("S3_EXPORTS_PREFIX", "/team a/backups/");
        variables.put("S3_SSE_KMS_KEY_ID", "alias/backups");
        variables.put("S3_BUCKET_OWNER", "111122223333");
        variables.put("TABLE_NAME_PATTERN", "{type}-{environment}");
        variables.put("WRITE_REPORT", "true");

        assertThat(Settings.forBackup(variables))
                .isEqualTo(new Settings(
                        "my-backup-bucket",
                        "production",
                        List.of("users", "orders"),
                        "team a/backups",
                        "alias/backups",
                        "111122223333",
                        new TableNamePattern("{type}-{environment}"),
                        true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "TRUE", "1"})
    void whetherToWriteAReportIsTrueOrFalse(String value) {
        Map<String, String> variables = new HashMap<>(REQUIRED);
        variables.put("WRITE_REPORT", value);

        assertThatThrownBy(() -> Settings.forBackup(variables))
                .isInstanceOf(DdbvaultException.class)
                .hasMessage("WRITE_REPORT is neither true nor false: " + value);
        assertThat(Settings.forRestore(variables).writeReport())
                .as("a restore writes none, and is not stopped by it")
                .isFalse();
        variables.put("WRITE_REPORT", "false");
        assertThat(Settings.forBackup(variables).writeReport()).isFalse();
    }

    @Test
    void anEmptyVariableCountsAsNone() {
        Map<String, String> variables = new HashMap<>(REQUIRED);
        variables.put("S3_EXPORTS_PREFIX", "");
        variables.put("S3_SSE_KMS_KEY_ID", " ");
        variables.put("S3_BUCKET_OWNER", "");

        assertThat(Settings.forBackup(variables)).isEqualTo(Settings.forBackup(REQUIRED));
    }

    @Test
    void anEmptyPatternSwitchesTheGuardOff() {
        Map<String, String> variables = new HashMap<>(REQUIRED);
        variables.put("TABLE_NAME_PATTERN", "");

        assertThat(Settings.forBackup(variables).namePattern().check("any", "production"))
                .isEqualTo(TableNamePattern.Verdict.NOT_CHECKED);
    }

    @Test
    void aRestoreNeedsNoTables() {
        Map<String, String> variables = new HashMap<>(REQUIRED);
        variables.remove("DYNAMODB_TABLES");

        assertThat(Settings.forRestore(variables).tables()).isNull();
    }

    @Test
    void allProblemsAreToldAtOnce() {
        Map<String, String> variables = Map.of(
                "S3_EXPORTS_PREFIX", "a//b",
                "S3_BUCKET_OWNER", "me");

        assertThatThrownBy(() -> Settings.forBackup(variables))
                .isInstanceOfSatisfying(
                        DdbvaultException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_SETTINGS))
                .hasMessage("""
                        BACKUP_BUCKET is not set. Set it to the name of the S3 bucket of the backups.
                        ENVIRONMENT is not set. Set it to an environment identifier, e.g. production.
                        DYNAMODB_TABLES is not set. Set it to a JSON array of table names: ["table"]
                        S3_EXPORTS_PREFIX is not a key prefix: a//b. Give names separated by single slashes.
                        S3_BUCKET_OWNER is not an account id of 12 digits: me""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BACKUP_BUCKET | s3://bucket | BACKUP_BUCKET is not a bucket name: s3://bucket. Give the name alone, without s3:// and slashes.",
                "DYNAMODB_TABLES | users,orders | DYNAMODB_TABLES is not a JSON array of table names: users,orders",
                "DYNAMODB_TABLES | \"users\" | DYNAMODB_TABLES is not a JSON array of table names: \"users\"",
                "DYNAMODB_TABLES | [] | DYNAMODB_TABLES is an empty array. Name at least one table: [\"table\"]",
                "DYNAMODB_TABLES | [\"users\",7] | DYNAMODB_TABLES is not a JSON array of table names: 7 is none",
                "DYNAMODB_TABLES | [\"a/b\"] | DYNAMODB_TABLES is not a JSON array of table names: \"a/b\" is none",
                "DYNAMODB_TABLES | [\"users\",\"users\"] | DYNAMODB_TABLES names users twice",
                "S3_EXPORTS_PREFIX | ../other | S3_EXPORTS_PREFIX is not a key prefix: ../other. Give names separated by single slashes.",
                "S3_EXPORTS_PREFIX | / | S3_EXPORTS_PREFIX is not a key prefix: /. Give names separated by single slashes.",
                "S3_BUCKET_OWNER | 11112222333 | S3_BUCKET_OWNER is not an account id of 12 digits: 11112222333"
            })
    void namesTheVariableAndItsValue(String variable, String value, String message) {
        Map<String, String> variables = new HashMap<>(REQUIRED);
        variables.put(variable, value);

        assertThatThrownBy(() -> Settings.forBackup(variables)).hasMessage(message);
        assertThatThrownBy(() -> Settings.forRestore(variables)).hasMessage(message);
    }

    @Test
    void aVeryLongValueIsCut() {
        Map<String, String> variables = new HashMap<>(REQUIRED);
        variables.put("DYNAMODB_TABLES", "x".repeat(5_000));

        assertThatThrownBy(() -> Settings.forBackup(variables))
                .hasMessage("DYNAMODB_TABLES is not a JSON array of table names: " + "x".repeat(200) + "…");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"[\"orders\"],[\"users\"]", "[\"orders\"] junk", "[\"orders\"]]", "[\"orders\",]", "orders"})
    void aListThatIsMoreOrLessThanOneArrayIsNotHalfTaken(String tables) {
        Map<String, String> variables = new HashMap<>(REQUIRED);
        variables.put("DYNAMODB_TABLES", tables);

        assertThatThrownBy(() -> Settings.forBackup(variables))
                .hasMessage("DYNAMODB_TABLES is not a JSON array of table names: " + tables);
    }

    @Test
    void anAllowListSetToNothingDoesNotComeToMeanEveryTable() {
        Map<String, String> variables = new HashMap<>(REQUIRED);
        variables.put("DYNAMODB_TABLES", " ");

        assertThatThrownBy(() -> Settings.forRestore(variables))
                .hasMessage(
                        "DYNAMODB_TABLES is set to nothing. Set it to a JSON array of the tables that may be written, or unset it to allow all.");
        variables.remove("DYNAMODB_TABLES");
        assertThat(Settings.forRestore(variables).tables()).isNull();
    }

    @Test
    void aNamePatternWithoutAnEnvironmentGuardsNothingAndIsRefused() {
        Map<String, String> variables = new HashMap<>(REQUIRED);
        variables.put("TABLE_NAME_PATTERN", "app_{type}");

        assertThatThrownBy(() -> Settings.forBackup(variables))
                .hasMessage(
                        "TABLE_NAME_PATTERN tells no environment: app_{type}. Put {environment} into it, or set it to nothing to switch the check off.");
    }

    @Test
    void blanksAroundANamePatternAreNoPartOfIt() {
        Map<String, String> variables = new HashMap<>(REQUIRED);
        variables.put("TABLE_NAME_PATTERN", " app_{environment} ");

        assertThat(Settings.forBackup(variables).namePattern().text()).isEqualTo("app_{environment}");
    }
}
