package io.ddbvault.report;

import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.evidence.DrillResult;
import io.ddbvault.core.evidence.DrillResultJson;
import io.ddbvault.core.evidence.Verification;
import io.ddbvault.core.manifest.Timestamps;
import io.ddbvault.core.model.Answer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the page tells, as the answer that scripts get. Pure. */
public final class EncodeReportPage {
    private EncodeReportPage() {}

    // On JDK 17 a value that may be null is not seen as such through a class file; on 25 it is.
    @SuppressWarnings("NullAway")
    public static Answer encode(ReportPage page) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("environment", page.environment());
        body.put("s3_bucket", page.bucket());
        body.put("s3_prefix", page.prefix());
        body.put("made_at", Timestamps.format(page.madeAt()));
        body.put("ddbvault_version", page.version());
        body.put("headline", headline(page.headline()));
        body.put(
                "attention",
                page.attention().stream().map(EncodeReportPage::attention).collect(Collectors.toList()));
        body.put("days", page.days().stream().map(EncodeReportPage::day).collect(Collectors.toList()));
        body.put("tables", page.tables().stream().map(EncodeReportPage::table).collect(Collectors.toList()));
        body.put("warnings", page.warnings());
        return new Answer(Answer.OK, body);
    }

    private static Map<String, @Nullable Object> headline(Headline headline) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        LocalDate date = headline.newestDate();
        Duration age = headline.newestAge();
        if (date != null) {
            fields.put("newest_backup_date", date.toString());
        }
        if (age != null) {
            fields.put("newest_backup_age_seconds", age.toSeconds());
        }
        fields.put("tables", headline.tables());
        fields.put("tables_good", headline.tablesGood());
        fields.put("items", headline.items());
        fields.put("size_bytes", headline.bytes());
        fields.put("days", headline.days());
        fields.put("days_good", headline.daysGood());
        fields.put("tables_verified_deep", headline.verified());
        fields.put("tables_drilled", headline.drilled());
        return fields;
    }

    private static Map<String, @Nullable Object> attention(Attention attention) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("severity", attention.severity().name());
        fields.put("kind", attention.kind());
        fields.put("title", attention.title());
        fields.put("reason", attention.reason());
        fields.put("action", attention.action());
        String command = attention.command();
        if (command != null) {
            fields.put("command", command);
        }
        fields.put("tables", attention.tables());
        fields.put("dates", texts(attention.dates()));
        return fields;
    }

    private static Map<String, @Nullable Object> day(Day day) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("date", day.date().toString());
        fields.put("state", day.state().name());
        fields.put("tables", day.tables());
        fields.put("tables_good", day.tablesGood());
        fields.put("items", day.items());
        fields.put("size_bytes", day.bytes());
        Duration took = day.took();
        if (took != null) {
            fields.put("duration_seconds", took.toSeconds());
        }
        fields.put(
                "troubles",
                day.troubles().stream().map(EncodeReportPage::trouble).collect(Collectors.toList()));
        return fields;
    }

    private static Map<String, @Nullable Object> trouble(Day.Trouble trouble) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (!trouble.table().isEmpty()) {
            fields.put("table_name", trouble.table());
        }
        fields.put("text", trouble.text());
        return fields;
    }

    private static Map<String, @Nullable Object> table(TableHistory table) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("table_name", table.name());
        fields.put("in_newest_backup", table.current());
        Map<String, @Nullable Object> verified = new LinkedHashMap<>();
        for (Depth depth : Depth.values()) {
            table.verifications().of(depth).ifPresent(one -> verified.put(depth.label(), verification(one)));
        }
        fields.put("last_verified", verified);
        DrillResult drill = table.drill();
        if (drill != null) {
            fields.put("last_drilled", DrillResultJson.fields(drill));
        }
        fields.put(
                "exports", table.nights().stream().map(EncodeReportPage::night).collect(Collectors.toList()));
        fields.put("bad_dates", texts(table.bad()));
        return fields;
    }

    private static Map<String, @Nullable Object> verification(Verification verification) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("backup_date", verification.date().toString());
        fields.put("verified_at", Timestamps.format(verification.verifiedAt()));
        fields.put("verdict", verification.verdict().name());
        return fields;
    }

    private static Map<String, @Nullable Object> night(TableNight night) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("backup_date", night.date().toString());
        if (night.counted()) {
            fields.put("items", night.items());
            fields.put("size_bytes", night.bytes());
        }
        Duration took = night.took();
        if (took != null) {
            fields.put("duration_seconds", took.toSeconds());
        }
        return fields;
    }

    private static List<String> texts(List<LocalDate> dates) {
        return dates.stream().map(LocalDate::toString).toList();
    }
}
