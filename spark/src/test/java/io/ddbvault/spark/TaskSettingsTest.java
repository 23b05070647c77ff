package io.ddbvault.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskSettingsTest {
    private static final Map<String, String> DRIVER = Map.of(
            "BACKUP_BUCKET", "my-backups",
            "ENVIRONMENT", "production",
            "AWS_REGION", "eu-west-1",
            "AWS_PROFILE", "operator",
            "AWS_ACCESS_KEY_ID", "AKIA",
            "AWS_SECRET_ACCESS_KEY", "secret",
            "AWS_SESSION_TOKEN", "token",
            "PATH", "/bin");

    @Test
    void credentialsDoNotTravel() {
        assertThat(TaskSettings.of(DRIVER).variables())
                .containsOnly(
                        entry("BACKUP_BUCKET", "my-backups"),
                        entry("ENVIRONMENT", "production"),
                        entry("AWS_REGION", "eu-west-1"));
    }

    @Test
    void anExecutorWorksWithItsOwnCredentialsAndTheDriversSettings() {
        Map<String, String> executor = Map.of(
                "AWS_ACCESS_KEY_ID", "AKIA-of-the-executor",
                "AWS_REGION", "us-east-1",
                "BACKUP_BUCKET", "another-bucket",
                "S3_EXPORTS_PREFIX", "left-over-from-something-else",
                "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9000");

        assertThat(TaskSettings.of(DRIVER).over(executor))
                .containsOnly(
                        entry("AWS_ACCESS_KEY_ID", "AKIA-of-the-executor"),
                        entry("AWS_REGION", "eu-west-1"),
                        entry("BACKUP_BUCKET", "my-backups"),
                        entry("ENVIRONMENT", "production"),
                        entry("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9000"));
    }
}
