package io.ddbvault.core.manifest;

import static io.ddbvault.core.manifest.ExportStatus.COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableExportTest {
    @Test
    void theStartInTheExportsIdCountsBeforeTheOneThatIsWritten() {
        TableExport first = export("01753149604000-aaaaaaaa", "2025-07-22T09:00:00Z");
        TableExport second = export("01753149605000-aaaaaaaa", "2025-07-22T01:00:00Z");

        assertThat(TableExport.BY_START.compare(first, second)).isNegative();
    }

    @Test
    void whereAnIdHoldsNoStartTheWrittenOneCounts() {
        TableExport first = export("moto-1", "2025-07-22T01:00:00Z");
        TableExport second = export("01753149604000", "2025-07-22T02:00:00+00:00");
        TableExport third = export(null, "2025-07-22T03:00:00");

        assertThat(TableExport.BY_START.compare(first, second)).isNegative();
        assertThat(TableExport.BY_START.compare(second, third)).isNegative();
    }

    @Test
    void theDataStandsAtTheExportsTimeAndWhereThatIsUnknownAtTheEpoch() {
        assertThat(exportedAt("2025-07-22T04:00:04+02:00").dataTime()).isEqualTo("2025-07-22T02:00:04Z");
        assertThat(exportedAt("2025-07-22T02:00:04.5").dataTime()).isEqualTo("2025-07-22T02:00:04.500Z");
        assertThat(exportedAt("yesterday").dataTime()).isEqualTo(Instant.EPOCH);
        assertThat(exportedAt(null).dataTime()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void itsStartAndEndAreUnknownWhereNoTimeIsWritten() {
        TableExport export = between("2025-07-22T02:00:04Z", "2025-07-22T04:06:04+02:00");

        assertThat(export.started()).contains(Instant.parse("2025-07-22T02:00:04Z"));
        assertThat(export.ended()).contains(Instant.parse("2025-07-22T02:06:04Z"));
        assertThat(between(null, "yesterday").started()).isEmpty();
        assertThat(between(null, "yesterday").ended()).isEmpty();
    }

    private static TableExport between(@Nullable String start, @Nullable String end) {
        return new TableExport(
                "users", COMPLETED, null, null, null, null, null, start, end, 0, 0, null, null, null, null);
    }

    private static TableExport exportedAt(@Nullable String exportTime) {
        return new TableExport(
                "users", COMPLETED, null, null, exportTime, null, null, null, null, 0, 0, null, null, null, null);
    }

    private static TableExport export(@Nullable String id, String startTime) {
        String arn = id == null ? null : "arn:aws:dynamodb:eu-west-1:111122223333:table/users/export/" + id;
        return new TableExport(
                "users", COMPLETED, arn, null, null, null, null, startTime, null, 0, 0, null, null, null, null);
    }
}
