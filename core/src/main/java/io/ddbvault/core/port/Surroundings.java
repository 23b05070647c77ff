package io.ddbvault.core.port;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment stands in, as far as neither backups nor restores ask for it: who calls, whose clock, how the bucket and
 * the tables are set. Changes nothing. Thread-safe.
 *
 * <p>Every method throws {@link io.ddbvault.core.error.DdbvaultException} as the other ports do, and {@link
 * NotOfferedException} where the endpoint does not know the call.
 */
public interface Surroundings {
    /**
     * Whose credentials these are.
     *
     * @throws io.ddbvault.core.error.DdbvaultException {@code INVALID_SETTINGS} if there are none, {@code ACCESS_DENIED}
     *     if AWS does not accept them
     */
    Caller caller();

    /** @param arn of the user or of the assumed role */
    record Caller(String account, String arn) {}

    /** How far this machine's clock is ahead of S3's, by the head of an answer; negative if it is behind. Good to a second. */
    Duration clockAhead();

    /** The Region that this process is set to. */
    String region();

    /**
     * Where the bucket lies; empty where S3 does not tell.
     *
     * @throws io.ddbvault.core.error.DdbvaultException {@code BUCKET_NOT_FOUND}; {@code ACCESS_DENIED}, also for an owner
     *     other than {@code S3_BUCKET_OWNER}
     */
    Optional<String> bucketRegion();

    /** Whether this account owns the bucket; false also where the credentials may not look. */
    boolean bucketIsOf(String account);

    /** How the bucket encrypts what does not say how; empty if nothing is set. */
    Optional<Encryption> bucketEncryption();

    /**
     * @param algorithm {@code AES256}, {@code aws:kms} or {@code aws:kms:dsse}
     * @param kmsKeyId null for S3's own key
     */
    record Encryption(String algorithm, @Nullable String kmsKeyId) {}

    /** Whether all four settings of the bucket that keep the public out are on; the account may have them on as well. */
    boolean publicAccessBlocked();

    /** Whether the bucket keeps what is replaced and deleted. */
    boolean versioned();

    /** Whether a table's point-in-time recovery is on. */
    boolean pointInTimeRecovery(String table);
}
