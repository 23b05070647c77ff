package io.ddbvault.core.doctor;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.port.BackupStore;
import io.ddbvault.core.port.Surroundings;
import io.ddbvault.core.port.Surroundings.Caller;
import io.ddbvault.core.port.Surroundings.Encryption;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bucket: is it there, whose is it, who may do what with it, and how is it set. */
final class CheckBucket {
    /** No object has it, so a write that asks for it is refused, after the right to write was looked at. */
    private static final String NOBODYS_ETAG = "00000000000000000000000000000000";

    private final Settings settings;
    private final BackupStore store;
    private final BackupLayout layout;
    private final Surroundings surroundings;

    CheckBucket(Settings settings, BackupStore store, BackupLayout layout, Surroundings surroundings) {
        this.settings = settings;
        this.store = store;
        this.layout = layout;
        this.surroundings = surroundings;
    }

    /** @param caller null if it is not known */
    List<Finding> findings(@Nullable Caller caller) {
        Finding there = there();
        if (there.level() == Finding.Level.FAIL) {
            return List.of(
                    there,
                    Finding.skip(
                            "bucket settings",
                            "rights, owner, encryption, public access and versioning not looked at"));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(there);
        findings.add(Attempt.needed("bucket list", this::list));
        findings.add(Attempt.needed("bucket write", this::write));
        findings.add(Attempt.optional("bucket owner", () -> owner(caller)));
        findings.add(Attempt.optional("encryption", this::encryption));
        findings.add(Attempt.optional("public access", this::publicAccess));
        findings.add(Attempt.optional("versioning", this::versioning));
        return findings;
    }

    private Finding there() {
        return Attempt.needed("bucket", () -> {
            Optional<String> region = surroundings.bucketRegion();
            String ours = surroundings.region();
            if (region.isEmpty()) {
                return Finding.ok("bucket", "%s is there; S3 does not tell its Region".formatted(settings.bucket()));
            }
            if (!region.get().equals(ours)) {
                return Finding.warn(
                        "bucket",
                        "%s is in %s, the tables are in %s: exports and restores cross Regions, slowly, and each GB is charged"
                                .formatted(settings.bucket(), region.get(), ours),
                        "check AWS_REGION; if it is right, keep the backups of these tables in a bucket in " + ours);
            }
            return Finding.ok("bucket", "%s is there, in %s like the tables".formatted(settings.bucket(), ours));
        });
    }

    private Finding list() {
        long dates = store.folders(layout.root()).stream()
                .filter(folder -> BackupLayout.date(folder).isPresent())
                .count();
        return Finding.ok("bucket list", "%s holds %d dates".formatted(store.uri(layout.root()), dates));
    }

    private Finding write() {
        String key = layout.doctor();
        if (store.putIfUnchanged(key, "{}".getBytes(StandardCharsets.UTF_8), NOBODYS_ETAG)) {
            throw new IllegalStateException("S3 does not heed If-Match: it wrote " + store.uri(key));
        }
        return Finding.ok(
                "bucket write",
                "%s may be written; tried with a condition that never holds, so nothing was"
                        .formatted(store.uri(layout.state())));
    }

    private Finding owner(@Nullable Caller caller) {
        String owner = settings.bucketOwner();
        if (owner != null) {
            return Finding.ok("bucket owner", "%s, as S3_BUCKET_OWNER says".formatted(owner));
        }
        if (caller == null) {
            return Finding.skip("bucket owner", "not compared: who calls is not known");
        }
        return surroundings.bucketIsOf(caller.account())
                ? Finding.ok("bucket owner", "%s, the account of the credentials".formatted(caller.account()))
                : Finding.fail(
                        "bucket owner",
                        "%s belongs to another account than the credentials' %s, and DynamoDB exports there only if it is told whose it is"
                                .formatted(settings.bucket(), caller.account()),
                        "set S3_BUCKET_OWNER to the bucket's account");
    }

    private Finding encryption() {
        String wanted = settings.kmsKeyId();
        Optional<Encryption> found = surroundings.bucketEncryption();
        String bucket = found.map(encryption -> encryption.kmsKeyId() == null
                        ? encryption.algorithm()
                        : encryption.algorithm() + " with " + encryption.kmsKeyId())
                .orElse("nothing");
        if (wanted != null) {
            return Finding.ok(
                    "encryption",
                    "backups are encrypted with the KMS key %s; the bucket's default is %s".formatted(wanted, bucket));
        }
        boolean kms = found.isPresent() && found.get().kmsKeyId() != null;
        return kms
                ? Finding.warn(
                        "encryption",
                        "backups are encrypted with AES256, though the bucket's default is " + bucket,
                        "set S3_SSE_KMS_KEY_ID (Terraform: kms_key_arn) if they shall be encrypted with that key")
                : Finding.ok("encryption", "backups are encrypted with AES256; the bucket's default is " + bucket);
    }

    private Finding publicAccess() {
        return surroundings.publicAccessBlocked()
                ? Finding.ok("public access", "blocked")
                : Finding.warn(
                        "public access",
                        "not blocked by the bucket %s".formatted(settings.bucket()),
                        "aws s3api put-public-access-block --bucket %s --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true"
                                .formatted(settings.bucket()));
    }

    private Finding versioning() {
        return surroundings.versioned()
                ? Finding.ok("versioning", "on: what is overwritten or deleted can be brought back")
                : Finding.warn(
                        "versioning",
                        "off: what is overwritten or deleted in %s is gone".formatted(settings.bucket()),
                        "aws s3api put-bucket-versioning --bucket %s --versioning-configuration Status=Enabled"
                                .formatted(settings.bucket()));
    }
}
