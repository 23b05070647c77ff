package io.ddbvault.core.manifest;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where things lie in the bucket.
 *
 * @param prefix {@code S3_EXPORTS_PREFIX}, without slashes at its ends
 */
public record BackupLayout(String prefix) {
    /** Page "Naming Amazon S3 objects". */
    private static final int MAX_KEY_BYTES = 1024;

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    /** The folder that holds one folder per backup date. */
    public String root() {
        return prefix + "/";
    }

    public String manifest(LocalDate date) {
        return root() + date + "/manifest.json";
    }

    /** The exports that runs were about to start for a date's backup. */
    public String notedStarts(LocalDate date) {
        return root() + "_state/backups/" + date + ".json";
    }

    /** The folder that holds one folder per date that a prune deleted, or began to delete. */
    public String prunes() {
        return root() + "_state/prunes/";
    }

    /** What a prune noted of a date: written before its first object goes, and again when the last one is gone. */
    public String prune(LocalDate date) {
        return prunes() + date + "/prune.json";
    }

    /** The folder of a date's backup, with a trailing slash. */
    public String date(LocalDate date) {
        return root() + date + "/";
    }

    /** Whether a key is that of an object of this date's backup; its manifest is not among them. */
    public boolean isOfDate(LocalDate date, String key) {
        return key.startsWith(date(date)) && !key.equals(manifest(date));
    }

    /** The folder that holds one folder per restore. */
    public String restores() {
        return root() + "_state/restores/";
    }

    /** What a restore keeps for whoever goes on with it, with a trailing slash. */
    public String restore(String id) {
        return restores() + id + "/";
    }

    public String checkpoint(String restoreId) {
        return restore(restoreId) + "checkpoint.json";
    }

    /** The folder that holds one folder for each unit of a table that others do, in one attempt of a restore. */
    public String units(String restoreId, String table, int attempt) {
        return restore(restoreId) + "units/%s/%04d/".formatted(table, attempt);
    }

    /** The whole report of a restore whose answer was cut. */
    public String restoreReport(String id) {
        return restore(id) + "report.json";
    }

    /** Everything that a restore of a table could not write. */
    public String rejects(String restoreId, String table) {
        return restore(restoreId) + "rejects-" + table + ".jsonl";
    }

    /**
     * The keys that a table held before a restore wrote to it.
     *
     * @param attempt the process that noted them, as in the checkpoint
     */
    public String existingKeys(String restoreId, String table, int attempt) {
        return restore(restoreId) + "existing-%s-%04d.keys".formatted(table, attempt);
    }

    /**
     * The lock of a table, which is one of an account and a Region.
     *
     * @param tableArn {@code arn:aws:dynamodb:{region}:{account}:table/{name}}
     */
    public String lock(String tableArn) {
        String[] parts = tableArn.split(":", 6);
        String table = parts[5].substring(parts[5].indexOf('/') + 1);
        return root() + "_state/locks/%s/%s/%s.json".formatted(parts[3], parts[4], table);
    }

    /** The folder of what is ours, and no backup. */
    public String state() {
        return root() + "_state/";
    }

    /** Never written: by a write that is refused 'ddbvault doctor' learns whether it would be allowed. */
    public String doctor() {
        return state() + "doctor.json";
    }

    /** What verifications of a table's backups found. */
    public String verifications(String table) {
        return root() + "_state/verifications/" + table + ".json";
    }

    /** The folder that holds one folder per rehearsal. */
    public String drills() {
        return root() + "_state/drills/";
    }

    /** The page that shows how the backups stand. */
    public String report() {
        return root() + "_state/report.html";
    }

    /** What a rehearsal of a restore came to. */
    public String drillResult(String drillId) {
        return drills() + drillId + "/result.json";
    }

    /** What says that a rehearsal is at work. */
    public String drillRecord(String drillId) {
        return drills() + drillId + "/drill.json";
    }

    /** What an export of this table is given as its prefix; DynamoDB adds {@code /AWSDynamoDB/{export-id}/}. */
    public String exportPrefix(LocalDate date, String table) {
        return root() + date + "/" + table;
    }

    /** The folder that holds one folder per export, with a trailing slash. */
    public static String exportFolders(String exportPrefix) {
        return (exportPrefix.endsWith("/") ? exportPrefix : exportPrefix + "/") + "AWSDynamoDB/";
    }

    /** The folder of one export, with a trailing slash. */
    public static String exportFolder(String exportPrefix, String exportId) {
        return exportFolders(exportPrefix) + exportId + "/";
    }

    /** A folder's name as a backup date; empty for {@code _state} and whatever else lies there. */
    public static Optional<LocalDate> date(String folder) {
        if (!DATE.matcher(folder).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(folder));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether a key lies under the prefix, has no segment that tries to leave it, and is one that S3 can hold and a
     * terminal can show.
     */
    public boolean contains(String key) {
        if (!key.startsWith(root())
                || key.length() > MAX_KEY_BYTES
                || key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES
                || !PlainText.is(key)) {
            return false;
        }
        for (String segment : key.split("/", -1)) {
            if (segment.equals("..") || segment.equals(".")) {
                return false;
            }
        }
        return true;
    }
}
