package io.ddbvault.aws;

import io.ddbvault.aws.wire.WireRoute;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;

/**
 * Learns from each BatchWriteItem of the SDK that succeeded where it went and how it was signed: whatever the endpoint
 * rules, an override, a profile or the account's own endpoint made of it, is so right by construction. Thread-safe.
 */
final class LearnRoutes implements ExecutionInterceptor {
    private static final Pattern SIGNED_FOR =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=.*/\\d{8}/([^/]+)/([^/]+)/aws4_request,.*");

    private final FindObstacle findObstacle = new FindObstacle();
    private final Map<String, Way> ways = new ConcurrentHashMap<>();

    /** How a table's batches may go. */
    sealed interface Way {}

    /** Also without the SDK, there. */
    record Direct(WireRoute route) implements Way {}

    /** By the SDK alone. */
    record SdkAlone(String reason) implements Way {}

    /** Of the last batch of the table that the SDK sent with success; null if there was none yet. */
    @Nullable
    Way of(String table) {
        return ways.get(table);
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        if (context.request() instanceof BatchWriteItemRequest request) {
            Way way = way(context.httpRequest(), attributes);
            request.requestItems().keySet().forEach(table -> ways.put(table, way));
        }
    }

    private Way way(SdkHttpRequest request, ExecutionAttributes attributes) {
        Optional<String> obstacle = findObstacle.find(request, attributes);
        if (obstacle.isPresent()) {
            return new SdkAlone(obstacle.get());
        }
        String authorization = request.firstMatchingHeader("Authorization").orElse("");
        Matcher signedFor = SIGNED_FOR.matcher(authorization);
        if (!signedFor.matches()) {
            return new SdkAlone("requests are signed in another way than by Signature Version 4");
        }
        return new Direct(new WireRoute(
                request.protocol().equals("https"),
                request.host(),
                request.port(),
                signedFor.group(1),
                signedFor.group(2)));
    }
}
