package io.ddbvault.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EncodeReportPageTest {
    @Test
    void theAnswerHoldsAllThatThePageTells() {
        ReportPage page = Backups.calm(1)
                .on(
                        "2025-07-22",
                        Backups.good("2025-07-22", "orders", 4000),
                        Backups.failed("2025-07-22", "users", "off"))
                .neverDrilled("users")
                .page();

        String version = io.ddbvault.core.model.Version.OF_THIS;
        assertThat(EncodeReportPage.encode(page).toJson())
                .startsWith(
                        "{\"statusCode\":200,\"body\":{\"environment\":\"production\",\"s3_bucket\":\"my-bucket\",\"s3_prefix\":\"native-exports\",\"made_at\":\"2025-07-22T08:00:00Z\",\"ddbvault_version\":\"%s\",\"headline\":{\"newest_backup_date\":\"2025-07-22\",\"newest_backup_age_seconds\":21596,\"tables\":2,\"tables_good\":1,\"items\":4000,\"size_bytes\":400000,\"days\":1,\"days_good\":0,\"tables_verified_deep\":2,\"tables_drilled\":1},\"attention\":[{\"severity\":\"URGENT\",\"kind\":\"tables_failed\",\"title\":\"users is not in the newest backup\","
                                .formatted(version))
                .contains(
                        "\"days\":[{\"date\":\"2025-07-22\",\"state\":\"PARTIAL\",\"tables\":2,\"tables_good\":1,\"items\":4000,\"size_bytes\":400000,\"duration_seconds\":360,\"troubles\":[{\"table_name\":\"users\",\"text\":\"off\"}]}]")
                .contains(
                        "{\"table_name\":\"orders\",\"in_newest_backup\":true,\"last_verified\":{\"deep\":{\"backup_date\":\"2025-07-19\",\"verified_at\":\"2025-07-19T08:00:00Z\",\"verdict\":\"GOOD\"}},\"last_drilled\":{\"table_name\":\"orders\",\"backup_date\":\"2025-07-12\",\"started_at\":\"2025-07-12T07:58:30Z\",\"ended_at\":\"2025-07-12T08:00:00Z\",\"verdict\":\"GOOD\",\"items\":1000,\"duration_seconds\":90.0,\"estimated_restore_seconds\":240.0},\"exports\":[{\"backup_date\":\"2025-07-22\",\"items\":4000,\"size_bytes\":400000,\"duration_seconds\":360}],\"bad_dates\":[]}")
                .endsWith("\"exports\":[],\"bad_dates\":[\"2025-07-22\"]}],\"warnings\":[]}}");
    }
}
