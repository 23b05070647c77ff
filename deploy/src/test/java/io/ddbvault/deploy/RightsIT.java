package io.ddbvault.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.function.FunctionAnswer;
import io.ddbvault.testkit.function.FunctionProcess;
import io.ddbvault.testkit.proxy.FaultProxy;
import io.ddbvault.testkit.proxy.ProxiedCall;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Both functions with the variables and the rights of a plan: no call that they make may be denied to their role, and no
 * right may be there that they never use.
 */
@Timeout(300)
class RightsIT {
    private static final String MODULE = "module.ddbvault.";
    private static final String USER = "mfa-api_production_user_global";
    private static final String U2F = "mfa-api_production_u2f_global";

    @SuppressWarnings("NullAway.Init")
    private Plan plan;

    @SuppressWarnings("NullAway.Init")
    private DeployedAws aws;

    @SuppressWarnings("NullAway.Init")
    private FaultProxy s3;

    @SuppressWarnings("NullAway.Init")
    private FaultProxy dynamoDb;

    /** A call as IAM sees it. */
    private record Needed(String action, String resource, Map<String, String> context) {}

    @BeforeEach
    void start() throws IOException {
        plan = ExamplePlans.complete();
        aws = DeployedAws.start(plan.variables(MODULE + "aws_lambda_function.backup"));
        s3 = FaultProxy.to(aws.embedded().s3Endpoint());
        dynamoDb = FaultProxy.to(aws.embedded().dynamoDbEndpoint());
    }

    @AfterEach
    @SuppressWarnings("NullAway")
    void stop() throws IOException {
        // None of them is there if the plan was skipped.
        if (aws != null) {
            s3.close();
            dynamoDb.close();
            aws.close();
        }
    }

    @Test
    void theBackupFunctionHasTheRightsThatItUsesAndNoOther() {
        aws.fill(USER, DeployedAws.items(0, 30));
        Instant now = Instant.now();
        String event = "{\"source\":\"aws.events\",\"time\":\"%s\"}".formatted(now.truncatedTo(ChronoUnit.SECONDS));
        LocalDate date = now.atOffset(ZoneOffset.UTC).toLocalDate();
        try (FunctionProcess function = function("backup", "BackupHandler")) {
            FunctionAnswer first = function.call(event);
            assertThat(first.statusCode()).as(first.body().toString()).isEqualTo(200);

            // As if its process had died before the manifest named the exports: they are looked for.
            aws.delete("native-exports/%s/manifest.json".formatted(date));
            FunctionAnswer again = function.call("{\"backup_date\":\"%s\"}".formatted(date));
            assertThat(again.body()).containsEntry("successful_exports", 2);
            // The example asks for it.
            assertThat(function.logged("report written")).hasSize(2);
        }

        Set<String> used = assertAllowed("backup");
        for (String key : aws.keys()) {
            // DynamoDB writes an export with the rights of who started it.
            if (key.contains("/AWSDynamoDB/")) {
                for (String action : List.of("s3:PutObject", "s3:PutObjectAcl", "s3:AbortMultipartUpload")) {
                    assertThat(rights("backup").allow(action, object(key)))
                            .as(action + " " + key)
                            .isTrue();
                    used.add(action);
                }
            }
        }
        used.addAll(List.of("logs:CreateLogStream", "logs:PutLogEvents"));
        assertThat(used).isEqualTo(new TreeSet<>(rights("backup").actions()));
    }

    @Test
    void theRestoreFunctionHasTheRightsThatItUsesAndNoOther() {
        MakeBackup backup = new MakeBackup(aws.bucket(), "native-exports", "2025-07-22", "production");
        List<String> lines = IntStream.range(0, 400)
                .mapToObj(i -> "{\"Item\":{\"id\":{\"S\":\"key-%d\"}}}".formatted(i))
                .toList();
        MakeBackup.Export export = backup.table(USER, List.of(lines));
        // Larger than DynamoDB takes, so that there are rejects.
        backup.table(
                U2F,
                List.of(List.of("{\"Item\":{\"id\":{\"S\":\"large\"},\"text\":{\"S\":\"%s\"}}}"
                        .formatted("x".repeat(410_000)))));
        aws.put(backup.objects());
        aws.fill(USER, DeployedAws.items(1_000, 30));
        try (FunctionProcess function = function("restore", "RestoreHandler")) {
            assertThat(function.call("{\"dry_run\":true}").statusCode()).isEqualTo(200);

            FunctionAnswer cleared =
                    function.call("{\"tables\":[\"%s\"],\"clear_existing_data\":true}".formatted(USER));
            assertThat(cleared.statusCode()).as(cleared.body().toString()).isEqualTo(200);
            assertThat(aws.contents(USER)).hasSize(400);

            FunctionAnswer clearedAfter = function.call(
                    "{\"tables\":[\"%s\"],\"clear_existing_data\":true,\"clear_mode\":\"after\"}".formatted(USER));
            assertThat(clearedAfter.statusCode())
                    .as(clearedAfter.body().toString())
                    .isEqualTo(200);

            FunctionAnswer rejected = function.call("{\"tables\":[\"%s\"]}".formatted(U2F));
            assertThat(rejected.list("restore_results").get(0)).containsKey("rejects_key");

            FunctionAnswer stopped = function.call(
                    "{\"tables\":[\"%s\"],\"max_write_units\":50}".formatted(USER), Duration.ofSeconds(8));
            assertThat(stopped.body()).containsKey("restore_id");
            FunctionAnswer ended = function.call("{\"restore_id\":\"%s\"}".formatted(stopped.text("restore_id")));
            assertThat(ended.statusCode()).as(ended.body().toString()).isEqualTo(200);

            String id = function.call(
                            "{\"step\":\"prepare\",\"tables\":[\"%s\"],\"clear_existing_data\":true}".formatted(USER))
                    .text("restore_id");
            String unit =
                    "{\"step\":\"%%s\",\"restore_id\":\"%s\",\"attempt\":1,\"table\":\"%s\",%%s}".formatted(id, USER);
            for (String event : List.of(
                    unit.formatted("clear", "\"segment\":0,\"segments\":1"),
                    unit.formatted("cleared", "\"segments\":1"),
                    unit.formatted("write", "\"data_file\":\"%s\"".formatted(export.dataFile(0))))) {
                assertThat(function.call(event).body()).as(event).containsEntry("status", "DONE");
            }
            FunctionAnswer report =
                    function.call("{\"step\":\"report\",\"restore_id\":\"%s\",\"attempt\":1}".formatted(id));
            assertThat(report.statusCode()).as(report.body().toString()).isEqualTo(200);
        }

        Set<String> used = assertAllowed("restore");
        // Cleans up after an upload in parts that broke off: tens of thousands of rejects, or millions of keys of a
        // clear.
        used.add("s3:AbortMultipartUpload");
        used.addAll(List.of("logs:CreateLogStream", "logs:PutLogEvents"));
        assertThat(used).isEqualTo(new TreeSet<>(rights("restore").actions()));
    }

    private FunctionProcess function(String name, String handler) {
        Plan.Resource function = plan.resource(MODULE + "aws_lambda_function." + name);
        return aws.function(
                handler,
                function.text("function_name"),
                plan.variables(function.address()),
                s3.endpoint(),
                dynamoDb.endpoint());
    }

    private Rights rights(String role) {
        return plan.rights(MODULE + "aws_iam_role_policy." + role);
    }

    /** @return the actions that were called */
    private Set<String> assertAllowed(String role) {
        Rights rights = rights(role);
        Set<String> used = new TreeSet<>();
        List<Needed> needed = new ArrayList<>();
        s3.calls().forEach(call -> needed.addAll(ofS3(call)));
        dynamoDb.calls().forEach(call -> needed.addAll(ofDynamoDb(call)));
        assertThat(needed).isNotEmpty();
        for (Needed one : needed) {
            assertThat(rights.allow(one.action, one.resource, one.context))
                    .as(role + " needs " + one)
                    .isTrue();
            used.add(one.action);
        }
        return used;
    }

    private List<Needed> ofS3(ProxiedCall call) {
        String key = call.key();
        String bucketArn = "arn:aws:s3:::" + aws.bucket();
        if (key.isEmpty()) {
            assertThat(call.target()).contains("list-type=2");
            return List.of(new Needed("s3:ListBucket", bucketArn, Map.of("s3:prefix", query(call, "prefix"))));
        }
        return switch (call.method()) {
            // S3 says that an object is not there only to who may list it, with or without its key as the prefix.
            case "GET", "HEAD" ->
                List.of(
                        new Needed("s3:GetObject", object(key), Map.of()),
                        new Needed("s3:ListBucket", bucketArn, Map.of("s3:prefix", key)),
                        new Needed("s3:ListBucket", bucketArn, Map.of()));
            // What is written only if it is as it was read must be readable.
            case "PUT" ->
                call.header("If-Match").isPresent()
                        ? List.of(
                                new Needed("s3:PutObject", object(key), Map.of()),
                                new Needed("s3:GetObject", object(key), Map.of()))
                        : List.of(new Needed("s3:PutObject", object(key), Map.of()));
            case "POST" -> List.of(new Needed("s3:PutObject", object(key), Map.of()));
            case "DELETE" ->
                List.of(new Needed(
                        call.target().contains("uploadId=") ? "s3:AbortMultipartUpload" : "s3:DeleteObject",
                        object(key),
                        Map.of()));
            default -> throw new AssertionError("what right does this need? " + call);
        };
    }

    private static List<Needed> ofDynamoDb(ProxiedCall call) {
        assertThat(call.tables()).as(call.toString()).isNotEmpty();
        return call.tables().stream()
                .map(table -> "arn:aws:dynamodb:%s:%s:table/%s".formatted(StubAws.REGION, StubAws.ACCOUNT, table))
                .map(arn -> new Needed(
                        "dynamodb:" + call.operation(),
                        call.operation().equals("DescribeExport") ? arn + "/export/01700000000000-00000000" : arn,
                        Map.of()))
                .toList();
    }

    private String object(String key) {
        return "arn:aws:s3:::%s/%s".formatted(aws.bucket(), key);
    }

    private static String query(ProxiedCall call, String name) {
        for (String part :
                call.target().substring(call.target().indexOf('?') + 1).split("&", -1)) {
            if (part.startsWith(name + "=")) {
                return URLDecoder.decode(part.substring(name.length() + 1), UTF_8);
            }
        }
        throw new AssertionError("no " + name + " in " + call);
    }
}
