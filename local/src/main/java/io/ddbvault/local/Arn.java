package io.ddbvault.local;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ARNs of tables and exports: read, checked and made. */
final class Arn {
    static final String REGION = "us-east-1";
    static final String ACCOUNT = "000000000000";

    /** DynamoDB Local's own ARNs name the region {@code ddblocal}, whatever the client's region is. */
    private static final Set<String> OUR_REGIONS = Set.of(REGION, "ddblocal");

    private static final Pattern DYNAMODB =
            Pattern.compile("arn:[a-z-]+:dynamodb:([a-z0-9-]+):([0-9]{12}):table/([a-zA-Z0-9_.-]+)(/.*)?");
    private static final Pattern EXPORT = Pattern.compile("/export/([0-9]{14}-[0-9a-f]{8})");

    private Arn() {}

    /** The table's name in a table ARN that an export was asked for. */
    static String tableToExport(String tableArn) {
        Matcher arn = DYNAMODB.matcher(tableArn);
        if (!arn.matches()) {
            throw ApiException.validation("One or more parameter values were invalid: tableArn is not a valid ARN");
        }
        if (arn.group(4) != null) {
            throw ApiException.validation("Invalid Request: Table ARN is invalid.");
        }
        if (!ACCOUNT.equals(arn.group(2))) {
            throw new ApiException("AccessDeniedException", "Access is denied");
        }
        if (!OUR_REGIONS.contains(arn.group(1))) {
            throw ApiException.tableNotFound(tableArn);
        }
        return arn.group(3);
    }

    /** The table's name in what may be a name or an ARN. */
    static String tableName(String nameOrArn) {
        Matcher arn = DYNAMODB.matcher(nameOrArn);
        return arn.matches() ? arn.group(3) : nameOrArn;
    }

    static boolean isOurs(String arn) {
        Matcher parts = DYNAMODB.matcher(arn);
        return parts.matches() && ACCOUNT.equals(parts.group(2));
    }

    static String kmsKey(String keyId) {
        return keyId.startsWith("arn:") ? keyId : "arn:aws:kms:" + REGION + ":" + ACCOUNT + ":key/" + keyId;
    }

    /** The ARN of a table as DynamoDB Local gives it. */
    static String table(String name) {
        return "arn:aws:dynamodb:ddblocal:" + ACCOUNT + ":table/" + name;
    }

    static String exportOf(String tableArn, String exportId) {
        return tableArn + "/export/" + exportId;
    }

    /** The export's id in an export ARN. */
    static String exportId(String exportArn) {
        Matcher arn = DYNAMODB.matcher(exportArn);
        Matcher export = EXPORT.matcher(arn.matches() && arn.group(4) != null ? arn.group(4) : "");
        if (!export.matches()) {
            throw ApiException.validation("Invalid Export ARN");
        }
        if (!OUR_REGIONS.contains(arn.group(1))) {
            throw new ApiException("ExportNotFoundException", "Export not found: Invalid export arn");
        }
        return export.group(1);
    }
}
