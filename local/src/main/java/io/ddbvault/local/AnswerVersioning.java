package io.ddbvault.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.shaded.org.eclipse.jetty.http.HttpHeader;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;

/** Says that a bucket was never versioned, which is so; S3Proxy does not know the question. */
final class AnswerVersioning extends Handler.Wrapper {
    private static final byte[] NEVER = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    + "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>")
            .getBytes(UTF_8);

    private final BlobStore objects;

    AnswerVersioning(Handler s3Proxy, BlobStore objects) {
        super(s3Proxy);
        this.objects = objects;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        S3Call call = S3Call.of(request);
        boolean asked = request.getMethod().equals("GET")
                && call.action().equals(S3Call.LIST_BUCKET)
                && Request.extractQueryParameters(request).getNames().contains("versioning");
        if (!asked) {
            return super.handle(request, response, callback);
        }
        if (!objects.containerExists(call.bucket())) {
            RefuseS3Calls.send(404, "NoSuchBucket", "The specified bucket does not exist", request, response, callback);
            return true;
        }
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
        response.write(true, ByteBuffer.wrap(NEVER), callback);
        return true;
    }
}
