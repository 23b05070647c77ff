package io.ddbvault.core.catalog;

import io.ddbvault.core.catalog.InspectedTable.Check;
import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.evidence.ReadEvidence.Evidence;
import io.ddbvault.core.evidence.Verification;
import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.manifest.Timestamps;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One backup, looked at closely.
 *
 * @param now when it was looked at
 * @param manifestUri its manifest
 * @param backup with a manifest
 * @param tables in the manifest's order
 * @param evidence what verifications found, of whatever dates
 * @param passedOver newer backups, newest first, from which nothing can be restored
 */
public record InspectedBackup(
        Instant now,
        String manifestUri,
        CatalogedBackup backup,
        List<InspectedTable> tables,
        Evidence evidence,
        List<CatalogedBackup> passedOver) {
    public InspectedBackup {
        tables = List.copyOf(tables);
        passedOver = List.copyOf(passedOver);
    }

    public long count(Check check) {
        return tables.stream().filter(table -> table.check() == check).count();
    }

    /** What the latest verifications of a table found, of those that looked at this backup. */
    public Map<Depth, Verification> verifications(String table) {
        Map<Depth, Verification> ofThisDate = new EnumMap<>(Depth.class);
        evidence.of(table).latest().forEach((depth, verification) -> {
            if (verification.date().equals(backup.date())) {
                ofThisDate.put(depth, verification);
            }
        });
        return ofThisDate;
    }

    /** When its first export was started. */
    public Optional<Instant> startedAt() {
        return times(tables.stream()
                        .flatMap(table -> Stream.ofNullable(table.export().startTime())))
                .min(Comparator.naturalOrder());
    }

    /** When its last export ended; empty while one runs. */
    public Optional<Instant> endedAt() {
        List<TableExport> exports = tables.stream().map(InspectedTable::export).toList();
        return exports.stream().anyMatch(export -> export.endTime() == null)
                ? Optional.empty()
                : times(exports.stream().flatMap(export -> Stream.ofNullable(export.endTime())))
                        .max(Comparator.naturalOrder());
    }

    private static Stream<Instant> times(Stream<String> texts) {
        return texts.map(Timestamps::parse).filter(time -> time.isAfter(Instant.EPOCH));
    }
}
