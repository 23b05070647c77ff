package io.ddbvault.core.doctor;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.config.TableNamePattern.Verdict;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.NotOfferedException;
import io.ddbvault.core.port.Surroundings;
import io.ddbvault.core.port.Tables;
import io.ddbvault.core.state.ReadLock;
import io.ddbvault.core.state.TableLock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Each table: is it there, can it be exported, and what of it would surprise a restore. */
final class CheckTables {
    private final Settings settings;
    private final Tables tables;
    private final Surroundings surroundings;
    private final ReadLock readLock;
    private final InstantSource clock;

    CheckTables(Settings settings, Tables tables, Surroundings surroundings, ReadLock readLock, InstantSource clock) {
        this.settings = settings;
        this.tables = tables;
        this.surroundings = surroundings;
        this.readLock = readLock;
        this.clock = clock;
    }

    /** @param withLocks whether the bucket can be read, in which the locks lie */
    List<Finding> findings(List<String> names, boolean withLocks) {
        List<Finding> findings = new ArrayList<>();
        for (String name : names) {
            String check = "table " + name;
            findings.add(Attempt.needed(check, () -> table(check, name, withLocks)));
        }
        return findings;
    }

    private Finding table(String check, String name, boolean withLocks) {
        Optional<TableDescription> found = tables.describe(name);
        if (found.isEmpty()) {
            return Finding.fail(
                    check,
                    "not there, in %s".formatted(surroundings.region()),
                    "check the name, AWS_REGION and the account; a restore needs the table to exist");
        }
        TableDescription table = found.get();
        List<String> notes = notes(table, withLocks);
        if (!table.isActive()) {
            notes.add(0, "it is %s, not ACTIVE".formatted(table.status()));
            return Finding.warn(check, String.join("; ", notes), "wait until it is ACTIVE");
        }
        notes.add(0, "ACTIVE, about %d items".formatted(table.itemCount()));
        try {
            if (!surroundings.pointInTimeRecovery(name)) {
                notes.add(1, "point-in-time recovery is off, and DynamoDB exports only with it");
                return Finding.fail(
                        check,
                        String.join("; ", notes),
                        "in Terraform, add point_in_time_recovery { enabled = true } to its aws_dynamodb_table; or run aws dynamodb update-continuous-backups --table-name %s --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true"
                                .formatted(name));
            }
            notes.add(1, "point-in-time recovery is on");
        } catch (NotOfferedException e) {
            notes.add(1, "point-in-time recovery not looked at: " + e.text());
        } catch (DdbvaultException e) {
            // Only this check asks for it, so the right may well be missing.
            notes.add(1, "point-in-time recovery not looked at: " + e.text());
            return new Finding(check, Finding.Level.SKIP, String.join("; ", notes), null);
        }
        if (settings.namePattern().check(name, settings.environment()) == Verdict.OTHER_ENVIRONMENT) {
            notes.add("by its name it is of another environment than %s".formatted(settings.environment()));
            return Finding.warn(
                    check,
                    String.join("; ", notes),
                    "check ENVIRONMENT and TABLE_NAME_PATTERN; a restore refuses this table");
        }
        return Finding.ok(check, String.join("; ", notes));
    }

    private List<String> notes(TableDescription table, boolean withLocks) {
        List<String> notes = new ArrayList<>();
        try {
            tables.timeToLive(table.name()).ifPresent(attribute -> notes.add("TTL on " + attribute));
        } catch (DdbvaultException e) {
            notes.add("TTL not looked at: " + e.text());
        }
        if (table.settings().stream()) {
            notes.add("a stream, whose consumers see a restore's puts");
        }
        if (!table.settings().replicas().isEmpty()) {
            notes.add("global, also in " + String.join(", ", table.settings().replicas()));
        }
        if (withLocks) {
            lock(table).ifPresent(notes::add);
        }
        return notes;
    }

    /** One that was given up says so by ending when it was last renewed. */
    private Optional<String> lock(TableDescription table) {
        try {
            return readLock.read(table.arn()).flatMap(this::lock);
        } catch (DdbvaultException e) {
            return Optional.of("its lock cannot be read: " + e.text());
        }
    }

    private Optional<String> lock(TableLock lock) {
        if (lock.isLiveAt(clock.instant())) {
            return Optional.of("locked by the restore %s, by %s".formatted(lock.restoreId(), lock.owner()));
        }
        return lock.expiresAt().isAfter(lock.renewedAt())
                ? Optional.of("the lock of the restore %s expired, whose process died; the next restore takes it over"
                        .formatted(lock.restoreId()))
                : Optional.empty();
    }
}
