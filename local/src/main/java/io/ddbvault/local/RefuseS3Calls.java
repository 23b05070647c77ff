package io.ddbvault.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.shaded.org.eclipse.jetty.http.HttpHeader;
import org.gaul.shaded.org.eclipse.jetty.io.Content;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Refuses what a fault says and what names another owner of the bucket, with S3's XML; HEAD without a body, as S3. */
final class RefuseS3Calls extends Handler.Wrapper {
    private static final String EXPECTED_OWNER = "x-amz-expected-bucket-owner";

    private final BlobStore objects;
    private final CallFaults faults;

    RefuseS3Calls(Handler s3Proxy, BlobStore objects, CallFaults faults) {
        super(s3Proxy);
        this.objects = objects;
        this.faults = faults;
    }

    private record Refusal(int status, String code, String message) {}

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Refusal refusal = refusal(request);
        if (refusal == null) {
            return super.handle(request, response, callback);
        }
        // a client that still writes would find the connection closed
        Content.Source.consumeAll(request);
        send(refusal.status, refusal.code, refusal.message, request, response, callback);
        return true;
    }

    private @Nullable Refusal refusal(Request request) {
        S3Call call = S3Call.of(request);
        if (faults.slowsDown(call)) {
            return new Refusal(503, "SlowDown", "Please reduce your request rate.");
        }
        String owner = request.getHeaders().get(EXPECTED_OWNER);
        if (owner != null && !owner.equals(Arn.ACCOUNT)) {
            return new Refusal(403, "AccessDenied", "Access Denied");
        }
        if (faults.denies(call)) {
            return new Refusal(403, "AccessDenied", Denial.ofS3(call));
        }
        boolean reads = call.action().equals(S3Call.GET_OBJECT);
        if (reads && faults.denies(call.listing()) && isAbsent(call)) {
            return new Refusal(403, "AccessDenied", Denial.ofS3(call.listing()));
        }
        return null;
    }

    private boolean isAbsent(S3Call call) {
        return objects.containerExists(call.bucket()) && !objects.blobExists(call.bucket(), call.key());
    }

    /** An error in S3's form. */
    static void send(int status, String code, String message, Request request, Response response, Callback callback) {
        String requestId = UUID.randomUUID().toString();
        byte[] xml = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<Error><Code>%s</Code><Message>%s</Message><RequestId>%s</RequestId></Error>")
                .formatted(code, escaped(message), requestId)
                .getBytes(UTF_8);
        response.setStatus(status);
        response.getHeaders().put("x-amz-request-id", requestId);
        boolean head = request.getMethod().equals("HEAD");
        if (!head) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
        }
        response.write(true, ByteBuffer.wrap(head ? new byte[0] : xml), callback);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
