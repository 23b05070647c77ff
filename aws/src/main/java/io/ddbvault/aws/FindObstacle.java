package io.ddbvault.aws;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/** Finds what stands against sending a request without the SDK. Settings of the process are read once. */
final class FindObstacle {
    private static final List<String> TRUST = List.of(
            "javax.net.ssl.trustStore",
            "javax.net.ssl.trustStoreType",
            "javax.net.ssl.trustStoreProvider",
            "javax.net.ssl.keyStore");

    /** By system properties and variables, as the SDK's HTTP client reads them; of either scheme. */
    private final List<ProxyConfiguration> proxies = List.of(
            ProxyConfiguration.builder().build(),
            ProxyConfiguration.builder().scheme("https").build());

    private final Optional<String> trust =
            TRUST.stream().filter(name -> System.getProperty(name) != null).findFirst();

    /** In words that go on after "because". */
    Optional<String> find(SdkHttpRequest request, ExecutionAttributes attributes) {
        if (Boolean.TRUE.equals(attributes.getAttribute(AwsExecutionAttribute.FIPS_ENDPOINT_ENABLED))) {
            return Optional.of("FIPS endpoints are configured");
        }
        if (Boolean.TRUE.equals(attributes.getAttribute(AwsExecutionAttribute.DUALSTACK_ENDPOINT_ENABLED))) {
            return Optional.of("dual-stack endpoints are configured");
        }
        if (trust.isPresent()) {
            return trust.map("the system property %s is set"::formatted);
        }
        if (proxies.stream().anyMatch(proxy -> appliesTo(request.host(), proxy))) {
            return Optional.of("a proxy is configured");
        }
        String path = request.encodedPath();
        return path.isEmpty() || path.equals("/") ? Optional.empty() : Optional.of("the endpoint has a path");
    }

    private static boolean appliesTo(String host, ProxyConfiguration proxy) {
        return proxy.host() != null && proxy.nonProxyHosts().stream().noneMatch(host.toLowerCase(Locale.ROOT)::matches);
    }
}
