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

    FoundCredentials(AwsCredentialsProvider provider) {
        this.provider = provider;
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return provider.resolveCredentials();
        } catch (SdkException e) {
            throw new NotFound(e);
        }
    }

    @Override
    public void close() {
        if (provider instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }

    /** No provider had any. */
    static final class NotFound extends SdkClientException {
        private static final long serialVersionUID = 1;

        NotFound(Throwable cause) {
            super(SdkClientException.builder().message("no credentials found").cause(cause));
        }
    }
}
