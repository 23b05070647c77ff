package io.ddbvault.aws;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.InstanceProfileRegionProvider;

/** The variables that every AWS SDK reads, and our own for the way to AWS, from a map, so that a test or an embedding program can give its own. */
final class AwsEnvironment {
    private final Map<String, String> variables;
    private final AwsOverrides overrides;

    AwsEnvironment(Map<String, String> variables, AwsOverrides overrides) {
        this.variables = variables;
        this.overrides = overrides;
    }

    /** Override, then variable, then profile, then the machine that this runs on. */
    Region region() {
        String given = overrides.region() != null ? overrides.region() : variable("AWS_REGION");
        if (given == null) {
            given = variable("AWS_DEFAULT_REGION");
        }
        if (given != null) {
            return Region.of(given);
        }
        Region region = regionOrNull(() ->
                new AwsProfileRegionProvider(ProfileFile::defaultProfileFile, variable("AWS_PROFILE")).getRegion());
        if (region == null && !"true".equalsIgnoreCase(variable("AWS_EC2_METADATA_DISABLED"))) {
            region = regionOrNull(() -> new InstanceProfileRegionProvider().getRegion());
        }
        if (region == null) {
            throw new DdbvaultException(
                    ErrorCode.INVALID_SETTINGS, "No AWS Region is set. Set AWS_REGION to the Region of the tables.");
        }
        return region;
    }

    private static @Nullable Region regionOrNull(Supplier<@Nullable Region> provider) {
        try {
            return provider.get();
        } catch (SdkClientException e) {
            return null;
        }
    }

    @Nullable
    URI s3Endpoint() {
        return endpoint(overrides.s3Endpoint(), "AWS_ENDPOINT_URL_S3");
    }

    @Nullable
    URI dynamoDbEndpoint() {
        return endpoint(overrides.dynamoDbEndpoint(), "AWS_ENDPOINT_URL_DYNAMODB");
    }

    @Nullable
    URI stsEndpoint() {
        return endpoint(null, "AWS_ENDPOINT_URL_STS");
    }

    private @Nullable URI endpoint(@Nullable URI override, String ofService) {
        if (override != null) {
            return override;
        }
        URI endpoint = url(ofService);
        return endpoint != null ? endpoint : url("AWS_ENDPOINT_URL");
    }

    private @Nullable URI url(String name) {
        String value = variable(name);
        if (value == null) {
            return null;
        }
        try {
            URI url = new URI(value);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Falls through to the one error below.
        }
        throw new DdbvaultException(
                ErrorCode.INVALID_SETTINGS,
                "%s is not a URL: %s. Set it to http(s)://host:port, or unset it for AWS's own endpoint."
                        .formatted(name, value));
    }

    /** {@link Transport#WIRE} if nothing is said. */
    Transport transport() {
        String given = variable(Transport.VARIABLE);
        if (given == null) {
            return Transport.WIRE;
        }
        return Transport.of(given)
                .orElseThrow(() -> new DdbvaultException(
                        ErrorCode.INVALID_SETTINGS,
                        "%s is neither wire nor sdk: %s. Set it to one of them, or unset it for wire."
                                .formatted(Transport.VARIABLE, given)));
    }

    /** Keys from the variables where they are set, else the profile that is named, else whatever the SDK finds. */
    AwsCredentialsProvider credentials() {
        String id = variable("AWS_ACCESS_KEY_ID");
        String secret = variable("AWS_SECRET_ACCESS_KEY");
        String token = variable("AWS_SESSION_TOKEN");
        if (id == null && secret == null) {
            String profile = variable("AWS_PROFILE");
            // The SDK's own search would take the process's keys before a profile; who names one and no keys means the
            // profile.
            return profile == null
                    ? FoundCredentials.anywhere(
                            DefaultCredentialsProvider.builder().build())
                    : FoundCredentials.ofProfile(profile, ProfileCredentialsProvider.create(profile));
        }
        if (id == null || secret == null) {
            throw new DdbvaultException(
                    ErrorCode.INVALID_SETTINGS,
                    "Of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY only one is set. Set both, or neither.");
        }
        return StaticCredentialsProvider.create(
                token == null
                        ? AwsBasicCredentials.create(id, secret)
                        : AwsSessionCredentials.create(id, secret, token));
    }

    /** Terraform and shells cannot unset a variable easily, so an empty one counts as none. */
    private @Nullable String variable(String name) {
        String value = variables.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
