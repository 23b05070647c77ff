package io.ddbvault.aws;

import io.ddbvault.core.model.WriteBatch;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Sends a body of our own in place of the one that the SDK made of the typed request. It is replaced before signing, so
 * credentials, endpoint, signature and the answer's parsing stay the SDK's.
 */
final class RawBody implements ExecutionInterceptor {
    /** Whose body it is; set it in the request's override configuration. Requests without it go out as they are. */
    static final ExecutionAttribute<WriteBatch> OF = new ExecutionAttribute<>("io.ddbvault.aws.RawBody");

    private static final String CONTENT_TYPE = "application/x-amz-json-1.0";

    /** The length belongs to the typed request's body still; left so, the body would be cut without an error. */
    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        WriteBatch batch = attributes.getAttribute(OF);
        if (batch == null) {
            return context.httpRequest();
        }
        return context.httpRequest().toBuilder()
                .putHeader("Content-Length", Integer.toString(batch.bodyLength()))
                .build();
    }

    /** A new stream for each reader: the signer reads the body, too. */
    @Override
    public Optional<RequestBody> modifyHttpContent(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        WriteBatch batch = attributes.getAttribute(OF);
        if (batch == null) {
            return context.requestBody();
        }
        return Optional.of(RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(batch.body(), 0, batch.bodyLength()), batch.bodyLength(), CONTENT_TYPE));
    }
}
