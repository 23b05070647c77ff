package io.ddbvault.local;

import java.util.UUID;

/** Why an export ended FAILED, in the words of DescribeExport. */
record ExportFailure(String code, String message) {

    static ExportFailure noSuchBucket() {
        return new ExportFailure(
                "S3NoSuchBucket",
                "The specified bucket does not exist (Service: Amazon S3; Status Code: 404; Error Code: NoSuchBucket;"
                        + requestIds());
    }

    static ExportFailure wrongBucketOwner() {
        return new ExportFailure(
                "S3AccessDenied",
                "Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied;" + requestIds());
    }

    /** @param refusal as S3 words it, naming user, action and object */
    static ExportFailure accessDenied(String refusal) {
        return new ExportFailure(
                "S3AccessDenied",
                refusal + " (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied;" + requestIds());
    }

    static ExportFailure noSuchKmsKey(String keyId) {
        return new ExportFailure(
                "KmsNotFoundException",
                "Key '%s' does not exist (Service: AWSKMS; Status Code: 400; Error Code: NotFoundException; Request ID: %s; Proxy: null)"
                        .formatted(Arn.kmsKey(keyId), UUID.randomUUID()));
    }

    private static String requestIds() {
        return " Request ID: " + UUID.randomUUID() + "; S3 Extended Request ID: " + UUID.randomUUID()
                + "; Proxy: null)";
    }

    static ExportFailure internal(String message) {
        return new ExportFailure("UNKNOWN", message);
    }
}
