package io.ddbvault.local;

import java.util.UUID;

/** Why an export ended FAILED, in the words of DescribeExport. */
record ExportFailure(String code, String message) {

    static ExportFailure noSuchBucket() {
        return new ExportFailure(
                "S3NoSuchBucket",
                "The specified bucket does not exist (Service: Amazon S3; Status Code: 404; Error Code: NoSuchBucket;"
                        + " Request ID: " + UUID.randomUUID() + "; S3 Extended Request ID: " + UUID.randomUUID()
                        + "; Proxy: null)");
    }

    static ExportFailure internal(String message) {
        return new ExportFailure("UNKNOWN", message);
    }
}
