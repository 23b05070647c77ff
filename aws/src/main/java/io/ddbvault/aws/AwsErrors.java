package io.ddbvault.aws;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Translates what the SDK throws into the closed list of errors, in a user's words: what was asked, of what, what AWS
 * said, what to do next. Immutable.
 */
final class AwsErrors {
    private static final Set<String> ACCESS_DENIED =
            Set.of("AccessDenied", "AccessDeniedException", "AllAccessDisabled", "UnauthorizedAccess", "Forbidden");
    private static final Set<String> EXPIRED_CREDENTIALS =
            Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired");
    private static final Set<String> WRONG_CREDENTIALS = Set.of(
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidAccessKeyId",
            "InvalidToken",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "AuthFailure",
            "NotSignedUp");
    private static final Set<String> WRONG_REGION = Set.of(
            "PermanentRedirect",
            "TemporaryRedirect",
            "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException");
    private static final Set<String> NO_TABLE = Set.of("ResourceNotFoundException", "TableNotFoundException");

    private final String service;
    private final String endpoint;
    private final String endpointVariable;
    private final String permissionAdvice;

    private AwsErrors(String service, String endpoint, String permissionAdvice) {
        this.service = service;
        this.endpoint = endpoint;
        this.endpointVariable = service.equals("S3") ? "AWS_ENDPOINT_URL_S3" : "AWS_ENDPOINT_URL_DYNAMODB";
        this.permissionAdvice = permissionAdvice;
    }

    static AwsErrors ofS3(AwsServiceClientConfiguration client, boolean withExpectedOwner) {
        return new AwsErrors(
                "S3",
                endpoint("s3", client),
                "the role's policy, the bucket's policy and, if the bucket is encrypted with a KMS key, that key's policy. Without s3:ListBucket, S3 answers so for what is not there, too"
                        + (withExpectedOwner
                                ? ". S3 answers so, too, if S3_BUCKET_OWNER is not the account that owns the bucket"
                                : ""));
    }

    static AwsErrors ofDynamoDb(AwsServiceClientConfiguration client) {
        return new AwsErrors("DynamoDB", endpoint("dynamodb", client), "the policy of the role that runs ddbvault");
    }

    static AwsErrors ofSts(String region) {
        return new AwsErrors("STS", "sts." + region, "the policy of the role that runs ddbvault");
    }

    private static String endpoint(String service, AwsServiceClientConfiguration client) {
        return client.endpointOverride().map(URI::toString).orElse("%s.%s".formatted(service, client.region()));
    }

    /**
     * @param action as IAM names it, {@code s3:GetObject}
     * @param resource as a user names it, {@code s3://bucket/key} or {@code table t}
     */
    DdbvaultException translate(SdkException failure, String action, String resource) {
        return translate(failure, action, resource, UnaryOperator.identity(), failure);
    }

    /** For calls whose answers can quote items: AWS's text is cut, and the SDK's exception is not passed on. */
    DdbvaultException translateWithoutItems(SdkException failure, String action, String resource) {
        return translate(failure, action, resource, RefusalText::withoutItems, null);
    }

    private DdbvaultException translate(
            SdkException failure,
            String action,
            String resource,
            UnaryOperator<String> text,
            @Nullable Throwable cause) {
        Problem problem = failure instanceof SdkServiceException answer
                ? answered(answer, action, resource, text)
                : unanswered(failure, action, resource, text);
        return new DdbvaultException(problem.code, problem.text, cause);
    }

    private record Problem(ErrorCode code, String text) {}

    private Problem unanswered(SdkException failure, String action, String resource, UnaryOperator<String> text) {
        Optional<String> noCredentials = noCredentials(failure);
        if (noCredentials.isPresent()) {
            return new Problem(ErrorCode.INVALID_SETTINGS, noCredentials.get());
        }
        return connectionFailure(failure)
                .map(reason -> new Problem(
                        ErrorCode.AWS_UNAVAILABLE,
                        "%s at %s cannot be reached for %s on %s (%s). Check the network, AWS_REGION and %s."
                                .formatted(service, endpoint, action, resource, reason, endpointVariable)))
                .orElseGet(() -> new Problem(
                        ErrorCode.AWS_UNAVAILABLE,
                        "%s on %s at %s gave no usable answer (%s). Try again."
                                .formatted(
                                        action, resource, endpoint, text.apply(String.valueOf(failure.getMessage())))));
    }

    private Problem answered(SdkServiceException answer, String action, String resource, UnaryOperator<String> text) {
        String code = code(answer);
        String said = said(answer, text);
        if (answer.isClockSkewException()) {
            return new Problem(
                    ErrorCode.INVALID_SETTINGS,
                    "%s refuses the time of %s on %s (%s). Set this machine's clock."
                            .formatted(service, action, resource, said));
        }
        if (credentialsExpired(answer)) {
            return new Problem(
                    ErrorCode.ACCESS_DENIED,
                    "The AWS credentials have expired (%s on %s: %s). Get new ones and run again."
                            .formatted(action, resource, code));
        }
        if (WRONG_CREDENTIALS.contains(code)) {
            return new Problem(
                    ErrorCode.ACCESS_DENIED,
                    "%s does not accept the AWS credentials (%s on %s: %s). Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or the profile, and that they belong to this endpoint: %s."
                            .formatted(service, action, resource, code, endpoint));
        }
        if (WRONG_REGION.contains(code) || answer.statusCode() == 301) {
            return new Problem(
                    ErrorCode.INVALID_SETTINGS,
                    "%s lies in another Region%s: %s at %s cannot serve %s. Set AWS_REGION, or unset %s."
                            .formatted(resource, bucketRegion(answer), service, endpoint, action, endpointVariable));
        }
        if (code.equals("NoSuchBucket")) {
            return new Problem(
                    ErrorCode.BUCKET_NOT_FOUND,
                    "There is no bucket for %s at %s. Check BACKUP_BUCKET.".formatted(resource, endpoint));
        }
        if (code.equals("InvalidObjectState")) {
            return new Problem(
                    ErrorCode.AWS_REFUSED,
                    "%s is archived (%s). Bring it back first with aws s3api restore-object."
                            .formatted(resource, said));
        }
        if (NO_TABLE.contains(code)) {
            return new Problem(
                    ErrorCode.TABLE_NOT_FOUND,
                    "DynamoDB at %s has no %s (%s). Check the name, AWS_REGION and the account of the credentials."
                            .formatted(endpoint, resource, action));
        }
        // A 403 without a code is the answer to HEAD, which has no body. Never take it for absence.
        if (ACCESS_DENIED.contains(code) || answer.statusCode() == 403) {
            return new Problem(
                    ErrorCode.ACCESS_DENIED,
                    "%s denies %s on %s (%s). Allow %s in %s."
                            .formatted(service, action, resource, said, action, permissionAdvice));
        }
        if (answer.isThrottlingException() || answer.statusCode() == 429) {
            return new Problem(
                    ErrorCode.THROTTLED,
                    "%s throttles %s on %s, after several attempts (%s). Try again later."
                            .formatted(service, action, resource, said));
        }
        if (answer.statusCode() >= 500) {
            return new Problem(
                    ErrorCode.AWS_UNAVAILABLE,
                    "%s at %s failed at %s on %s, after several attempts (%s%s). Try again later."
                            .formatted(service, endpoint, action, resource, said, requestId(answer)));
        }
        return new Problem(
                ErrorCode.AWS_REFUSED,
                "%s refuses %s on %s: %s%s.".formatted(service, action, resource, said, requestId(answer)));
    }

    /** The service's error code; {@code HTTP 403} where the answer has none. */
    static String code(SdkServiceException answer) {
        AwsErrorDetails details = details(answer);
        String code = details == null ? null : details.errorCode();
        return code == null || code.isEmpty() ? "HTTP " + answer.statusCode() : code;
    }

    /** The code and as much of the explanation as cannot hold a piece of an item. */
    static String saidWithoutItems(SdkServiceException answer) {
        return said(answer, RefusalText::withoutItems);
    }

    private static String said(SdkServiceException answer, UnaryOperator<String> text) {
        AwsErrorDetails details = details(answer);
        String message = details == null ? null : details.errorMessage();
        if (message == null || message.isBlank()) {
            return code(answer);
        }
        return code(answer) + ": " + text.apply(message.strip()).replaceAll("\\.+$", "");
    }

    private static String requestId(SdkServiceException answer) {
        return answer.requestId() == null ? "" : ", request " + answer.requestId();
    }

    private static String bucketRegion(SdkServiceException answer) {
        AwsErrorDetails details = details(answer);
        if (details == null || details.sdkHttpResponse() == null) {
            return "";
        }
        return details.sdkHttpResponse()
                .firstMatchingHeader("x-amz-bucket-region")
                .map(region -> ", " + region)
                .orElse("");
    }

    private static @Nullable AwsErrorDetails details(SdkServiceException answer) {
        return answer instanceof AwsServiceException aws ? aws.awsErrorDetails() : null;
    }

    static boolean credentialsExpired(SdkServiceException answer) {
        return EXPIRED_CREDENTIALS.contains(code(answer));
    }

    /** What to tell where no credentials were found; empty if that is not what went wrong. */
    static Optional<String> noCredentials(SdkException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FoundCredentials.NotFound) {
                return Optional.ofNullable(cause.getMessage());
            }
        }
        return Optional.empty();
    }

    /**
     * What went wrong with the connection, as {@code ConnectException: Connection refused}. Only the network's own
     * exceptions are quoted: those of a parser could hold a piece of the answer.
     */
    static Optional<String> connectionFailure(SdkException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            boolean network = cause instanceof IOException
                    && (cause.getClass().getName().startsWith("java.")
                            || cause.getClass().getName().startsWith("javax.")
                            || cause.getClass().getName().startsWith("org.apache.hc."));
            if (network) {
                return Optional.of("%s: %s".formatted(cause.getClass().getSimpleName(), cause.getMessage()));
            }
        }
        return Optional.empty();
    }
}
