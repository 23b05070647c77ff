package io.ddbvault.local;

import java.util.Set;

/** What AWS answers to a caller who lacks a right, in its words. */
final class Denial {
    private static final String CALLER = "arn:aws:iam::" + Arn.ACCOUNT + ":user/local";

    private Denial() {}

    static ApiException ofDynamoDb(String action, Set<String> tables) {
        String resource = tables.isEmpty() ? "*" : Arn.table(tables.iterator().next());
        return new ApiException("AccessDeniedException", text("dynamodb:" + action, resource));
    }

    static String ofS3(S3Call call) {
        String resource = "\"arn:aws:s3:::" + call.bucket()
                + (call.action().equals(S3Call.LIST_BUCKET) ? "" : "/" + call.key()) + '"';
        return text("s3:" + call.action(), resource);
    }

    private static String text(String action, String resource) {
        return "User: %s is not authorized to perform: %s on resource: %s because no identity-based policy allows the %s action"
                .formatted(CALLER, action, resource, action);
    }
}
