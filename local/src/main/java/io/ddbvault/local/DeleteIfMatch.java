package io.ddbvault.local;

import io.ddbvault.local.SerializeWrites.Removal;
import java.nio.ByteBuffer;
import org.gaul.shaded.org.eclipse.jetty.http.HttpHeader;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;

/** Deletes an object if it has the ETag that the request names, as S3 does; S3Proxy refuses such a request. */
final class DeleteIfMatch extends Handler.Wrapper {
    private static final int NO_CONTENT = 204;

    private final SerializeWrites objects;

    DeleteIfMatch(Handler s3Proxy, SerializeWrites objects) {
        super(s3Proxy);
        this.objects = objects;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String expected = request.getHeaders().get(HttpHeader.IF_MATCH);
        S3Call call = S3Call.of(request);
        if (expected == null
                || !call.action().equals(S3Call.DELETE_OBJECT)
                || !objects.containerExists(call.bucket())) {
            return super.handle(request, response, callback);
        }
        Removal removal = objects.removeIfMatch(call.bucket(), call.key(), expected);
        switch (removal) {
            case REMOVED -> {
                response.setStatus(NO_CONTENT);
                response.write(true, ByteBuffer.allocate(0), callback);
            }
            case CHANGED ->
                RefuseS3Calls.send(
                        412,
                        "PreconditionFailed",
                        "At least one of the pre-conditions you specified did not hold",
                        request,
                        response,
                        callback);
            case ABSENT ->
                RefuseS3Calls.send(404, "NoSuchKey", "The specified key does not exist.", request, response, callback);
        }
        return true;
    }
}
