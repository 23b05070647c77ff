package io.ddbvault.aws;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Credentials that another provider finds. The SDK reports a failed search like a failed connection; here it gets a type
 * of its own, because no retry mends it.
 */
final class FoundCredentials implements AwsCredentialsProvider, SdkAutoCloseable {
    private final AwsCredentialsProvider provider;
    private final String advice;

    /** @param advice what was looked for and not found, and what to do about it; in sentences */
    private FoundCredentials(AwsCredentialsProvider provider, String advice) {
        this.provider = provider;
        this.advice = advice;
    }

    /** Wherever the machine may have some. */
    static FoundCredentials anywhere(AwsCredentialsProvider provider) {
        return new FoundCredentials(
                provider,
                "No AWS credentials were found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (with"
                        + " AWS_SESSION_TOKEN if they are temporary) or AWS_PROFILE, or run with an IAM role.");
    }

    /** Of a profile that was named. */
    static FoundCredentials ofProfile(String profile, AwsCredentialsProvider provider) {
        return new FoundCredentials(
                provider,
                "The AWS profile %s gives no credentials. Check its name (--profile, AWS_PROFILE) against 'aws configure list-profiles', and if it signs in with IAM Identity Center, run 'aws sso login --profile %s'."
                        .formatted(profile, profile));
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return provider.resolveCredentials();
        } catch (SdkException e) {
            throw new NotFound(advice, e);
        }
    }

    @Override
    public void close() {
        if (provider instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }

    /** No provider had any; the message is fit for users. */
    static final class NotFound extends SdkClientException {
        private static final long serialVersionUID = 1;

        NotFound(String advice, Throwable cause) {
            super(SdkClientException.builder().message(advice).cause(cause));
        }
    }
}
