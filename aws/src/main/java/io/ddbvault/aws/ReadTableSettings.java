package io.ddbvault.aws;

import io.ddbvault.core.model.TableSettings;
import io.ddbvault.core.model.WriteCapacity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.OnDemandThroughput;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputDescription;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** What DescribeTable tells of a table's settings. Pure. */
final class ReadTableSettings {
    private ReadTableSettings() {}

    static TableSettings of(TableDescription table) {
        // A table that was never on demand has no summary of its billing.
        boolean onDemand = table.billingModeSummary() != null
                && table.billingModeSummary().billingMode() == BillingMode.PAY_PER_REQUEST;
        Map<String, WriteCapacity> indexes = new LinkedHashMap<>();
        for (GlobalSecondaryIndexDescription index : table.globalSecondaryIndexes()) {
            indexes.put(
                    index.indexName(), capacity(onDemand, index.provisionedThroughput(), index.onDemandThroughput()));
        }
        return new TableSettings(
                table.streamSpecification() != null
                        && Boolean.TRUE.equals(table.streamSpecification().streamEnabled()),
                replicas(table),
                table.localSecondaryIndexes().size(),
                capacity(onDemand, table.provisionedThroughput(), table.onDemandThroughput()),
                indexes);
    }

    /** Without the table's own Region, should DynamoDB name it too. */
    private static List<String> replicas(TableDescription table) {
        String[] arn = table.tableArn().split(":", 5);
        String own = arn.length > 3 ? arn[3] : "";
        return table.replicas().stream()
                .map(ReplicaDescription::regionName)
                .filter(Objects::nonNull)
                .filter(region -> !region.equals(own))
                .sorted()
                .toList();
    }

    private static WriteCapacity capacity(
            boolean onDemand,
            @Nullable ProvisionedThroughputDescription provisioned,
            @Nullable OnDemandThroughput maximum) {
        if (!onDemand) {
            return new WriteCapacity(true, orZero(provisioned == null ? null : provisioned.writeCapacityUnits()));
        }
        // -1 says that a maximum was taken back.
        return new WriteCapacity(false, Math.max(0, orZero(maximum == null ? null : maximum.maxWriteRequestUnits())));
    }

    private static long orZero(@Nullable Long units) {
        return units == null ? 0 : units;
    }
}
