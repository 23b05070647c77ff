package io.ddbvault.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.doctor.Finding.Level;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.model.WriteCapacity;
import io.ddbvault.core.port.NotOfferedException;
import io.ddbvault.core.port.Surroundings;
import io.ddbvault.testkit.FakeClock;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.InMemoryBackupStore.Call;
import io.ddbvault.testkit.InMemoryTables;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.ScriptedExports;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a diagnosis finds, and what it advises. */
class DiagnoseTest {
    private final DdbvaultException denied = new DdbvaultException(ErrorCode.ACCESS_DENIED, "AWS denies it.");
    private static final String LOOK =
            "look at the log of the backup function, /aws/lambda/…-backup, at its alarms and at the schedule; 'ddbvault backup' makes one now";

    private final InMemoryBackupStore store = new InMemoryBackupStore("backups");
    private final InMemoryTables tables = new InMemoryTables();
    private final FakeClock clock = FakeClock.at("2025-07-22T08:00:00Z");
    private final ScriptedExports exports = new ScriptedExports(tables, store, "backups", clock);
    private final World world = new World();
    private final Map<String, String> variables = new HashMap<>(
            Map.of("BACKUP_BUCKET", "backups", "ENVIRONMENT", "production", "S3_EXPORTS_PREFIX", "exports"));
    private final MakeBackup backup = new MakeBackup("backups", "exports", "2025-07-22", "production");

    /** A deployment in which all is well; a test spoils what it is about. */
    private static final class World implements Surroundings {
        Supplier<Caller> caller = () -> new Caller("111122223333", "arn:aws:iam::111122223333:role/operator");
        Supplier<Duration> ahead = () -> Duration.ZERO;
        Supplier<Optional<String>> bucketRegion = () -> Optional.of("eu-west-1");
        Supplier<Optional<Encryption>> encryption = () -> Optional.of(new Encryption("AES256", null));
        Supplier<Boolean> blocked = () -> true;
        Supplier<Boolean> versioned = () -> true;
        Supplier<Boolean> recovery = () -> true;
        Set<String> owners = new HashSet<>(Set.of("111122223333"));

        @Override
        public Caller caller() {
            return caller.get();
        }

        @Override
        public Duration clockAhead() {
            return ahead.get();
        }

        @Override
        public String region() {
            return "eu-west-1";
        }

        @Override
        public Optional<String> bucketRegion() {
            return bucketRegion.get();
        }

        @Override
        public boolean bucketIsOf(String account) {
            return owners.contains(account);
        }

        @Override
        public Optional<Encryption> bucketEncryption() {
            return encryption.get();
        }

        @Override
        public boolean publicAccessBlocked() {
            return blocked.get();
        }

        @Override
        public boolean versioned() {
            return versioned.get();
        }

        @Override
        public boolean pointInTimeRecovery(String table) {
            return recovery.get();
        }
    }

    @BeforeEach
    void begin() {
        tables.create("users", new KeySchema(List.of(new KeyAttribute("id", "S"))));
        backup.table("users", List.of(List.of("{\"Item\":{\"id\":{\"S\":\"a\"}}}")));
    }

    private Diagnosis diagnose(String... named) {
        backup.objects().forEach(store::put);
        return diagnoseAsStored(named);
    }

    private Diagnosis diagnoseAsStored(String... named) {
        Settings settings = Settings.forRestore(variables);
        return new Diagnose(settings, store, tables, exports, world, clock).run(List.of(), true, List.of(named));
    }

    private static Finding the(Diagnosis diagnosis, String check) {
        return diagnosis.findings().stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow(() -> new AssertionError(check + " is not among " + diagnosis.findings()));
    }

    private static <T> Supplier<T> throwing(RuntimeException e) {
        return () -> {
            throw e;
        };
    }

    @Test
    void whereAllIsWellEachCheckSaysWhatItSawAndNothingIsWritten() {
        backup.objects().forEach(store::put);
        List<String> before = store.keys();

        Diagnosis diagnosis = diagnoseAsStored();

        assertThat(diagnosis.findings())
                .containsExactly(
                        Finding.ok("settings", "bucket backups, environment production, prefix exports"),
                        Finding.ok(
                                "credentials",
                                "arn:aws:iam::111122223333:role/operator; the rights below are this one's, not the functions'"),
                        Finding.ok("clock", "as S3's"),
                        Finding.ok("bucket", "backups is there, in eu-west-1 like the tables"),
                        Finding.ok("bucket list", "s3://backups/exports/ holds 1 dates"),
                        Finding.ok(
                                "bucket write",
                                "s3://backups/exports/_state/ may be written; tried with a condition that never holds, so nothing was"),
                        Finding.ok("bucket owner", "111122223333, the account of the credentials"),
                        Finding.ok("encryption", "backups are encrypted with AES256; the bucket's default is AES256"),
                        Finding.ok("public access", "blocked"),
                        Finding.ok("versioning", "on: what is overwritten or deleted can be brought back"),
                        Finding.ok("table users", "ACTIVE, about 0 items; point-in-time recovery is on"),
                        Finding.skip(
                                "table writes",
                                "BatchWriteItem and ExportTableToPointInTime are not tried: there is no way to, without a write or an export"),
                        Finding.ok("last backup", "2025-07-22, 5 hours old"),
                        Finding.ok("its exports", "1 of 1 tables COMPLETED"),
                        Finding.ok(
                                "DescribeExport",
                                "allowed; DynamoDB does not know the export any more, as after 90 days"),
                        Finding.ok("restores", "none is unfinished"));
        assertThat(store.keys()).isEqualTo(before);
        assertThat(EncodeDiagnosis.encode(diagnosis).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2|OK|as S3's",
                "-2|OK|as S3's",
                "30|OK|30 s ahead of S3's",
                "31|WARN|31 s ahead of S3's",
                "-300|WARN|300 s behind S3's",
                "-301|FAIL|301 s behind S3's, and AWS refuses signatures that are 5 minutes off"
            })
    void aClockThatIsOffIsToldByHowMuch(int seconds, Level level, String found) {
        world.ahead = () -> Duration.ofSeconds(seconds);

        assertThat(the(diagnose(), "clock").level()).isEqualTo(level);
        assertThat(the(diagnose(), "clock").found()).isEqualTo(found);
    }

    @Test
    void withoutCredentialsNothingElseIsAsked() {
        world.caller = throwing(new DdbvaultException(ErrorCode.INVALID_SETTINGS, "No AWS credentials were found."));

        Diagnosis diagnosis = diagnose();

        assertThat(diagnosis.findings())
                .extracting(finding -> finding.level() + " " + finding.check() + ": " + finding.found())
                .containsExactly(
                        "OK settings: bucket backups, environment production, prefix exports",
                        "FAIL credentials: No AWS credentials were found.",
                        "SKIP everything else: not looked at without credentials");
        assertThat(EncodeDiagnosis.encode(diagnosis).statusCode()).isEqualTo(500);
    }

    @Test
    void aBucketThatIsNotThereLeavesTheTablesToBeLookedAt() {
        world.bucketRegion = throwing(new DdbvaultException(ErrorCode.BUCKET_NOT_FOUND, "There is no bucket backups."));

        Diagnosis diagnosis = diagnose("users");

        assertThat(the(diagnosis, "bucket").level()).isEqualTo(Level.FAIL);
        assertThat(the(diagnosis, "bucket settings").level()).isEqualTo(Level.SKIP);
        assertThat(the(diagnosis, "table users").level()).isEqualTo(Level.OK);
        assertThat(the(diagnosis, "last backup"))
                .isEqualTo(Finding.skip(
                        "last backup", "not looked at, nor unfinished restores: the bucket cannot be read"));
        assertThat(EncodeDiagnosis.encode(diagnosis).statusCode()).isEqualTo(207);
        assertThat(EncodeDiagnosis.encode(diagnose()).statusCode())
                .as("without a table that is known nothing could be looked at")
                .isEqualTo(500);
    }

    @Test
    void whatIsSetBadlyOnTheBucketIsToldWithTheCommandThatSetsIt() {
        world.bucketRegion = () -> Optional.of("us-east-1");
        world.owners.clear();
        world.encryption = () -> Optional.of(new Surroundings.Encryption("aws:kms", "key-1"));
        world.blocked = () -> false;
        world.versioned = () -> false;

        Diagnosis diagnosis = diagnose();

        assertThat(the(diagnosis, "bucket").level()).isEqualTo(Level.WARN);
        assertThat(the(diagnosis, "bucket").found()).startsWith("backups is in us-east-1, the tables are in eu-west-1");
        assertThat(the(diagnosis, "bucket owner"))
                .isEqualTo(Finding.fail(
                        "bucket owner",
                        "backups belongs to another account than the credentials' 111122223333, and DynamoDB exports there only if it is told whose it is",
                        "set S3_BUCKET_OWNER to the bucket's account"));
        assertThat(the(diagnosis, "encryption"))
                .isEqualTo(Finding.warn(
                        "encryption",
                        "backups are encrypted with AES256, though the bucket's default is aws:kms with key-1",
                        "set S3_SSE_KMS_KEY_ID (Terraform: kms_key_arn) if they shall be encrypted with that key"));
        assertThat(the(diagnosis, "public access").fix())
                .isEqualTo(
                        "aws s3api put-public-access-block --bucket backups --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true");
        assertThat(the(diagnosis, "versioning").fix())
                .isEqualTo(
                        "aws s3api put-bucket-versioning --bucket backups --versioning-configuration Status=Enabled");
        assertThat(EncodeDiagnosis.encode(diagnosis).statusCode()).isEqualTo(207);
    }

    @Test
    void anOwnerAndAKeyThatAreGivenAreTold() {
        variables.put("S3_BUCKET_OWNER", "444455556666");
        variables.put("S3_SSE_KMS_KEY_ID", "key-2");
        world.encryption = Optional::empty;

        Diagnosis diagnosis = diagnose();

        assertThat(the(diagnosis, "bucket owner"))
                .isEqualTo(Finding.ok("bucket owner", "444455556666, as S3_BUCKET_OWNER says"));
        assertThat(the(diagnosis, "encryption"))
                .isEqualTo(Finding.ok(
                        "encryption", "backups are encrypted with the KMS key key-2; the bucket's default is nothing"));
    }

    @Test
    void whatMayNotBeLookedAtAndIsNotNeededIsSkippedAloud() {
        world.caller = throwing(new NotOfferedException("found, but whose they are was not asked"));
        world.ahead = throwing(new NotOfferedException("not compared"));
        world.encryption = throwing(denied);
        world.blocked = throwing(denied);
        world.versioned = throwing(new NotOfferedException("not looked at: the endpoint does not know it"));
        world.recovery = throwing(denied);

        Diagnosis diagnosis = diagnose();

        assertThat(diagnosis.findings())
                .filteredOn(finding -> finding.level() == Level.SKIP)
                .extracting(finding -> finding.check() + ": " + finding.found())
                .containsExactly(
                        "credentials: found, but whose they are was not asked",
                        "clock: not compared",
                        "bucket owner: not compared: who calls is not known",
                        "encryption: not looked at: AWS denies it.",
                        "public access: not looked at: AWS denies it.",
                        "versioning: not looked at: the endpoint does not know it",
                        "table users: ACTIVE, about 0 items; point-in-time recovery not looked at: AWS denies it.",
                        "table writes: BatchWriteItem and ExportTableToPointInTime are not tried: there is no way to, without a write or an export");
        assertThat(EncodeDiagnosis.encode(diagnosis).statusCode()).isEqualTo(200);
    }

    @Test
    void rightsThatAreMissingFailEachWithItsLine() {
        backup.objects().forEach(store::put);
        store.faults().on(Call.PUT_IF_UNCHANGED, "exports/_state/doctor.json").throwing(denied);
        store.faults().on(Call.READ, "exports/2025-07-22/manifest.json").throwing(denied);
        tables.faults().on(InMemoryTables.Call.DESCRIBE, "users").throwing(denied);

        Diagnosis diagnosis = diagnoseAsStored("users");

        assertThat(diagnosis.findings())
                .filteredOn(finding -> finding.level() == Level.FAIL)
                .containsExactly(
                        Finding.fail("bucket write", "AWS denies it.", null),
                        Finding.fail("manifests", "AWS denies it.", null),
                        Finding.fail("table users", "AWS denies it.", null));
    }

    @Test
    void ofATableIsToldWhatABackupOrARestoreMeets() {
        variables.put("TABLE_NAME_PATTERN", "app_{environment}_{type}");
        tables.create("app_staging_users", new KeySchema(List.of(new KeyAttribute("id", "S"))));
        tables.setSettings(
                "users", new TableSettings(true, List.of("us-east-1"), 0, WriteCapacity.ON_DEMAND, Map.of()));
        tables.setTimeToLive("users", "expires");
        tables.create("creating", new KeySchema(List.of(new KeyAttribute("id", "S"))));
        tables.setStatus("creating", "CREATING");

        Diagnosis diagnosis = diagnose("users", "codes", "creating", "app_staging_users");

        assertThat(the(diagnosis, "table users").found())
                .isEqualTo(
                        "ACTIVE, about 0 items; point-in-time recovery is on; TTL on expires; a stream, whose consumers see a restore's puts; global, also in us-east-1");
        assertThat(the(diagnosis, "table codes").level()).isEqualTo(Level.FAIL);
        assertThat(the(diagnosis, "table codes").found()).isEqualTo("not there, in eu-west-1");
        assertThat(the(diagnosis, "table creating"))
                .isEqualTo(Finding.warn("table creating", "it is CREATING, not ACTIVE", "wait until it is ACTIVE"));
        assertThat(the(diagnosis, "table app_staging_users").level()).isEqualTo(Level.WARN);
        assertThat(the(diagnosis, "table app_staging_users").found())
                .endsWith("by its name it is of another environment than production");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2025-07-22T07:59:30Z|2025-07-22T08:01:30Z|; locked by the restore R, by process 7",
                "2025-07-22T07:00:00Z|2025-07-22T07:02:00Z|; the lock of the restore R expired, whose process died; the next restore takes it over",
                "2025-07-22T07:00:00Z|2025-07-22T07:00:00Z|''"
            })
    void aLockIsToldWhileItLivesAndIfItsOwnerDied(String renewed, String expires, String told) {
        String arn = tables.describe("users").orElseThrow().arn();
        store.put(
                new BackupLayout("exports").lock(arn),
                "{\"version\":1,\"table_name\":\"users\",\"restore_id\":\"R\",\"owner\":\"process 7\",\"token\":\"t\",\"renewed_at\":\"%s\",\"expires_at\":\"%s\"}"
                        .formatted(renewed, expires));

        assertThat(the(diagnose(), "table users"))
                .isEqualTo(Finding.ok("table users", "ACTIVE, about 0 items; point-in-time recovery is on" + told));
    }

    @Test
    void aTableWithoutPointInTimeRecoveryFailsWithTheSetting() {
        world.recovery = () -> false;

        Finding finding = the(diagnose(), "table users");

        assertThat(finding.level()).isEqualTo(Level.FAIL);
        assertThat(finding.found())
                .isEqualTo("ACTIVE, about 0 items; point-in-time recovery is off, and DynamoDB exports only with it");
        assertThat(finding.fix())
                .contains(
                        "point_in_time_recovery { enabled = true }",
                        "aws dynamodb update-continuous-backups --table-name users --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "26|OK|2025-07-22, 26 hours old",
                "27|WARN|2025-07-22, 27 hours old: last night's is missing",
                "50|WARN|2025-07-22, 50 hours old: last night's is missing",
                "51|FAIL|2025-07-22, 51 hours old: more than one night is missing",
                "240|FAIL|2025-07-22, 10 days old: more than one night is missing"
            })
    void aLastBackupThatIsTooOldIsToldWithWhereToLook(int hours, Level level, String found) {
        backup.manifest().put("created_at", "2025-07-22T08:00:00Z");
        clock.advance(Duration.ofHours(hours));

        assertThat(the(diagnose(), "last backup"))
                .isEqualTo(new Finding("last backup", level, found, level == Level.OK ? null : LOOK));
    }

    @Test
    void aManifestThatDoesNotTellWhenItWasMadeIsAsOldAsItsDate() {
        backup.manifest().remove("created_at");

        assertThat(the(diagnose(), "last backup").found()).isEqualTo("2025-07-22, 8 hours old");
    }

    @Test
    void exportsThatFailedStillRunOrAreMissingAreNamed() {
        backup.entry(0).put("status", "FAILED");
        backup.entry(0).put("failure_message", "no more room");
        assertThat(the(diagnose(), "its exports"))
                .isEqualTo(Finding.fail(
                        "its exports",
                        "0 of 1 tables COMPLETED; FAILED: users (no more room)",
                        "mend that, then run 'ddbvault backup --table NAME'"));

        backup.entry(0).put("status", "IN_PROGRESS");
        assertThat(the(diagnose(), "its exports"))
                .isEqualTo(Finding.warn(
                        "its exports",
                        "0 of 1 tables COMPLETED; IN_PROGRESS: users",
                        "'ddbvault backup --date 2025-07-22' notes their end"));

        backup.entry(0).put("status", "COMPLETED");
        variables.put("DYNAMODB_TABLES", "[\"users\",\"codes\"]");
        assertThat(the(diagnose(), "its exports").found())
                .isEqualTo("1 of 1 tables COMPLETED; DYNAMODB_TABLES names more: codes");
        assertThat(the(diagnose(), "table codes").level()).isEqualTo(Level.FAIL);
    }

    @Test
    void anEmptyBucketHasNoBackupYet() {
        Diagnosis diagnosis = diagnoseAsStored();

        assertThat(the(diagnosis, "last backup").level()).isEqualTo(Level.WARN);
        assertThat(the(diagnosis, "tables").level()).isEqualTo(Level.SKIP);
        assertThat(EncodeDiagnosis.encode(diagnosis).statusCode()).isEqualTo(200);
    }

    @Test
    void aDamagedManifestAndANewerDateWithoutOneAreTold() {
        store.put("exports/2025-07-22/manifest.json", "[]");
        store.put("exports/2025-07-23/users/x", "");

        Diagnosis diagnosis = diagnoseAsStored("users");

        assertThat(the(diagnosis, "newer dates").level()).isEqualTo(Level.WARN);
        assertThat(the(diagnosis, "newer dates").found()).startsWith("The folder of 2025-07-23 has no manifest");
        assertThat(the(diagnosis, "last backup").level()).isEqualTo(Level.FAIL);
        assertThat(the(diagnosis, "last backup").found())
                .startsWith("s3://backups/exports/2025-07-22/manifest.json is not a backup manifest");
    }

    @Test
    void everyProblemOfTheSettingsHasItsLine() {
        @Nullable DdbvaultException why = null;
        try {
            var unused = Settings.forRestore(Map.of("BACKUP_BUCKET", "s3://x"));
        } catch (DdbvaultException e) {
            why = e;
        }
        assertThat(why).isNotNull();

        Diagnosis diagnosis = Diagnose.ofBadSettings(Diagnose.settingsProblems(Objects.requireNonNull(why)));

        assertThat(diagnosis.findings())
                .extracting(finding -> finding.level() + " " + finding.found())
                .containsExactly(
                        "FAIL BACKUP_BUCKET is not a bucket name: s3://x. Give the name alone, without s3:// and slashes.",
                        "FAIL ENVIRONMENT is not set. Set it to an environment identifier, e.g. production.",
                        "SKIP not looked at with these settings");
        assertThat(diagnosis.isBlind()).isTrue();
    }
}
