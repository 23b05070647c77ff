package io.ddbvault.aws;

import io.ddbvault.core.model.WriteBatch;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
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
    static final ExecutionAttribute<Body> OF = new ExecutionAttribute<>("io.ddbvault.aws.RawBody");

    /** Pieces of arrays, sent one behind the other; they are not copied, for one of them may be an item of 16 MB. */
    record Body(List<Piece> pieces) {
        static Body of(WriteBatch batch) {
            return new Body(List.of(new Piece(batch.body(), 0, batch.bodyLength())));
        }

        int length() {
            return pieces.stream().mapToInt(piece -> piece.to - piece.from).sum();
        }

        InputStream open() {
            return new SequenceInputStream(Collections.enumeration(pieces.stream()
                    .map(piece -> new ByteArrayInputStream(piece.bytes, piece.from, piece.to - piece.from))
                    .toList()));
        }
    }

    /** Bytes {@code [from, to)}. */
    @SuppressWarnings("ArrayRecordComponent")
    record Piece(byte[] bytes, int from, int to) {
        static Piece of(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return new Piece(bytes, 0, bytes.length);
        }
    }

    private static final String CONTENT_TYPE = "application/x-amz-json-1.0";

    /** The length belongs to the typed request's body still; left so, the body would be cut without an error. */
    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        Body body = attributes.getAttribute(OF);
        if (body == null) {
            return context.httpRequest();
        }
        return context.httpRequest().toBuilder()
                .putHeader("Content-Length", Integer.toString(body.length()))
                .build();
    }

    /** A new stream for each reader: the signer reads the body, too. */
    @Override
    public Optional<RequestBody> modifyHttpContent(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        Body body = attributes.getAttribute(OF);
        if (body == null) {
            return context.requestBody();
        }
        return Optional.of(RequestBody.fromContentProvider(body::open, body.length(), CONTENT_TYPE));
    }
}
