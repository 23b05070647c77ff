package io.ddbvault.aws;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.port.NotOfferedException;
import io.ddbvault.core.port.Surroundings.Caller;
import java.net.URI;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Asks STS whose credentials these are, which takes no right. Only where S3 and DynamoDB are AWS's own, or an endpoint of
 * STS is given: a local emulation's credentials are nobody's, and must not be sent to AWS. A class of its own, since the
 * functions are built without STS.
 */
final class AskForCaller {
    private AskForCaller() {}

    static Caller ask(AwsClients clients) {
        try {
            var unused = clients.credentials().resolveCredentials();
        } catch (SdkException e) {
            throw new DdbvaultException(
                    ErrorCode.INVALID_SETTINGS,
                    AwsErrors.noCredentials(e)
                            .orElseGet(() ->
                                    "No AWS credentials were found (%s). Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
                                            .formatted(e.getMessage())),
                    e);
        }
        URI endpoint = clients.stsEndpoint();
        if (endpoint == null && clients.isEmulated()) {
            throw new NotOfferedException(
                    "found, but whose they are was not asked: the endpoints are not AWS's own, and AWS_ENDPOINT_URL_STS is not set");
        }
        StsClientBuilder builder = StsClient.builder()
                .region(clients.region())
                .credentialsProvider(clients.credentials())
                .httpClient(clients.http());
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        try (StsClient sts = builder.build()) {
            return caller(sts.getCallerIdentity());
        } catch (SdkClientException e) {
            throw new NotOfferedException("found, but STS, which knows whose they are, cannot be reached (%s)"
                    .formatted(AwsErrors.connectionFailure(e).orElse(String.valueOf(e.getMessage()))));
        } catch (SdkServiceException e) {
            // Whatever an emulation answers: it may well not know the service at all.
            if (e.statusCode() >= 500 || clients.isEmulated()) {
                throw new NotOfferedException("found, but STS, which knows whose they are, gave no answer (HTTP %d)"
                        .formatted(e.statusCode()));
            }
            throw AwsErrors.ofSts(clients.region().id()).translate(e, "sts:GetCallerIdentity", "these credentials");
        }
    }

    private static Caller caller(GetCallerIdentityResponse identity) {
        if (identity.account() == null || identity.arn() == null) {
            throw new NotOfferedException("found, but the endpoint does not tell whose they are");
        }
        return new Caller(identity.account(), identity.arn());
    }
}
