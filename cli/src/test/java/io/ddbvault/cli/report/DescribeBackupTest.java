package io.ddbvault.cli.report;

import static io.ddbvault.cli.Reports.export;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.cli.Reports;
import io.ddbvault.core.manifest.ExportStatus;
import org.junit.jupiter.api.Test;

class DescribeBackupTest {
    @Test
    void aCompleteBackupSaysSoAndAsksForNothing() {
        assertThat(DescribeBackup.text(Reports.backup()).lines())
                .containsExactly(
                        "Backup of 2025-07-22, test",
                        "  COMPLETED  users  50,000 items, 15.3 MiB",
                        "1 table: 1 COMPLETED; 50,000 items, 15.3 MiB.",
                        "Manifest: s3://bucket/native-exports/2025-07-22/manifest.json");
    }

    @Test
    void whatIsNotCompleteIsExplainedAndHasANextStep() {
        assertThat(DescribeBackup.text(Reports.backup(
                                export("users", ExportStatus.COMPLETED, null),
                                export("codes", ExportStatus.FAILED, "point-in-time recovery is off"),
                                export("keys", ExportStatus.IN_PROGRESS, null)))
                        .lines())
                .containsExactly(
                        "Backup of 2025-07-22, test",
                        "  COMPLETED    users  50,000 items, 15.3 MiB",
                        "  FAILED       codes",
                        "      point-in-time recovery is off",
                        "  IN_PROGRESS  keys",
                        "3 tables: 1 COMPLETED, 1 FAILED, 1 IN_PROGRESS; 50,000 items, 15.3 MiB.",
                        "Manifest: s3://bucket/native-exports/2025-07-22/manifest.json",
                        "Next: DynamoDB goes on exporting. 'ddbvault backup --date 2025-07-22' finishes the backup"
                                + " later.",
                        "Next: mend what is named above, then run 'ddbvault backup --table codes'.");
    }
}
