package io.ddbvault.aws;

import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Request;

/**
 * Makes a call a second time where AWS refused it because the credentials had expired. By then their provider may have
 * new ones, and a restore of many hours goes on. The SDK's own retries do not mend this: it asks the provider once per
 * call, before the first attempt. What was refused so was not done, so that every call may be repeated.
 *
 * <p>Not by a proxy of the client: that has to know the types of all its methods, and loads 4,000 classes for them.
 */
final class RepeatExpired {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatExpired.class);

    private RepeatExpired() {}

    /** What the call gives, at its first or its second try. */
    static <R> R call(Supplier<R> call) {
        try {
            return call.get();
        } catch (SdkServiceException e) {
            if (!AwsErrors.credentialsExpired(e)) {
                throw e;
            }
            LOG.info("Credentials have expired; asking once more, with those that there are now");
            return call.get();
        }
    }

    /** The same client, each of its calls made so. */
    static S3Client s3(S3Client client) {
        return new DelegatingS3Client(client) {
            @Override
            protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
                return call(() -> operation.apply(request));
            }
        };
    }
}
