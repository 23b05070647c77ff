package io.ddbvault.local;

import java.util.Set;
import org.gaul.shaded.org.eclipse.jetty.http.HttpField;
import org.gaul.shaded.org.eclipse.jetty.http.HttpFields;
import org.gaul.shaded.org.eclipse.jetty.http.HttpHeader;
import org.gaul.shaded.org.eclipse.jetty.io.Content;
import org.gaul.shaded.org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;

/**
 * Makes requests to S3Proxy what it can cope with.
 *
 * <p>S3Proxy answers without having read the body to its end: a refused condition before the body, a success before the
 * checksum that trails it. A client still writing then finds the connection closed, tries again, and the second try of
 * a conditional put that succeeded is refused. So the body is read first, but for large ones.
 *
 * <p>And S3 takes the ETag of a condition with or without quotes, S3Proxy for a HEAD only with.
 */
final class ReadBodyFirst extends Handler.Wrapper {
    private static final long LARGE = 32L * 1024 * 1024;
    private static final Set<HttpHeader> CONDITIONS = Set.of(HttpHeader.IF_MATCH, HttpHeader.IF_NONE_MATCH);

    ReadBodyFirst(Handler s3Proxy) {
        super(s3Proxy);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long length = request.getLength();
        Content.Source body = length > 0 && length <= LARGE
                ? new ByteBufferContentSource(Content.Source.asByteBuffer(request))
                : request;
        return super.handle(new ReadAhead(request, body), response, callback);
    }

    private static final class ReadAhead extends Request.Wrapper {
        private final Content.Source body;
        private final HttpFields headers;

        ReadAhead(Request request, Content.Source body) {
            super(request);
            this.body = body;
            this.headers = withQuotedETags(request.getHeaders());
        }

        private static HttpFields withQuotedETags(HttpFields given) {
            HttpFields.Mutable headers = HttpFields.build(given);
            for (HttpHeader condition : CONDITIONS) {
                HttpField eTag = given.getField(condition);
                if (eTag != null && eTag.getValue().matches("[^\"*]+")) {
                    headers.put(condition, '"' + eTag.getValue() + '"');
                }
            }
            return headers.asImmutable();
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }

        @Override
        public Content.Chunk read() {
            return body.read();
        }

        @Override
        public void demand(Runnable demandCallback) {
            body.demand(demandCallback);
        }

        @Override
        public void fail(Throwable failure) {
            body.fail(failure);
        }
    }
}
