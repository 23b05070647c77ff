package io.ddbvault.local;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.gaul.shaded.org.eclipse.jetty.server.Request;

/**
 * What a request to S3 does, in the words of a policy.
 *
 * @param action as IAM names it, without {@code s3:}
 * @param key the object's; for a list of keys, the prefix that they shall have
 */
record S3Call(String action, String bucket, String key) {
    static final String GET_OBJECT = "GetObject";
    static final String PUT_OBJECT = "PutObject";
    static final String DELETE_OBJECT = "DeleteObject";
    static final String LIST_BUCKET = "ListBucket";
    /** What no fault is about: making and deleting buckets, and deleting several objects in one request. */
    private static final String OTHER = "";

    static S3Call of(Request request) {
        String[] path = request.getHttpURI().getPath().substring(1).split("/", 2);
        String bucket = decoded(path[0]);
        return path.length == 1 || path[1].isEmpty()
                ? onBucket(request, bucket)
                : new S3Call(onObject(request.getMethod()), bucket, decoded(path[1]));
    }

    private static S3Call onBucket(Request request, String bucket) {
        String method = request.getMethod();
        boolean lists = !bucket.isEmpty() && (method.equals("GET") || method.equals("HEAD"));
        String prefix = Request.extractQueryParameters(request).getValue("prefix");
        return new S3Call(lists ? LIST_BUCKET : OTHER, bucket, Objects.requireNonNullElse(prefix, ""));
    }

    private static String onObject(String method) {
        return switch (method) {
            case "GET", "HEAD" -> GET_OBJECT;
            case "PUT", "POST" -> PUT_OBJECT;
            case "DELETE" -> DELETE_OBJECT;
            default -> OTHER;
        };
    }

    S3Call listing() {
        return new S3Call(LIST_BUCKET, bucket, key);
    }

    private static String decoded(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
