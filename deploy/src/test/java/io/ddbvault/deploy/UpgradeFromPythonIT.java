package io.ddbvault.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.testkit.function.FunctionProcess;
import io.ddbvault.testkit.program.MotoServer;
import io.ddbvault.testkit.program.ProgramOnPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** docs/upgrade-from-python.md: a stand-in of the Python original is applied to moto, and the page's blocks are planned. */
@Tag("slow")
@Timeout(300)
class UpgradeFromPythonIT {
    private static final Path PAGE = Path.of("..", "docs", "upgrade-from-python.md");
    private static final Path ORIGINAL = Path.of("src", "test", "resources", "python-original");
    private static final String NEW = "module.ddbvault.";
    private static final String OLD = "module.backup.";
    private static final List<String> MOVED = List.of(
            "aws_s3_bucket.backups[0]",
            "aws_s3_bucket_versioning.backups[0]",
            "aws_s3_bucket_server_side_encryption_configuration.backups[0]",
            "aws_s3_bucket_public_access_block.backups[0]",
            "aws_cloudwatch_log_group.backup",
            "aws_cloudwatch_log_group.restore",
            "aws_lambda_function.backup",
            "aws_lambda_function.restore");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static MotoServer moto;

    @SuppressWarnings("NullAway.Init")
    private static StubAws aws;

    @SuppressWarnings("NullAway.Init")
    private static Terraform deployment;

    @BeforeAll
    static void applyTheOriginal() throws IOException, InterruptedException {
        Path program = ProgramOnPath.orSkip("moto_server");
        moto = MotoServer.start(program, folder);
        aws = StubAws.inFrontOf(moto.endpoint());
        Path root = Terraform.freshFolder("upgrade");
        Terraform.copyInto(ORIGINAL, root);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(root.resolve("original/functions.zip")))) {
            zip.putNextEntry(new ZipEntry("backup.py"));
        }
        deployment = Terraform.at(root, aws.environment());
        deployment.run("apply", "-auto-approve", "-input=false", "-no-color");
        withTheModule(root);
    }

    @AfterAll
    @SuppressWarnings("NullAway")
    static void stop() throws InterruptedException {
        if (aws != null) {
            aws.close();
        }
        if (moto != null) {
            moto.close();
        }
    }

    @Test
    void movedBucketLogsAndFunctionsAreChangedInPlace() throws IOException {
        Plan plan = plan("module", "moved");

        for (String address : MOVED) {
            assertThat(plan.changes().get(NEW + address)).as(address).isIn(List.of("no-op"), List.of("update"));
        }
        assertThat(plan.changes())
                .containsEntry(NEW + "aws_s3_bucket.backups[0]", List.of("no-op"))
                .containsEntry(NEW + "aws_lambda_function.backup", List.of("update"))
                .containsEntry(NEW + "aws_lambda_function.restore", List.of("update"))
                .containsEntry(NEW + "aws_cloudwatch_log_group.backup", List.of("update"));
        assertThat(destroyed(plan))
                .containsExactlyInAnyOrder(
                        OLD + "aws_cloudwatch_event_rule.backup",
                        OLD + "aws_cloudwatch_event_target.backup",
                        OLD + "aws_lambda_permission.backup",
                        OLD + "aws_iam_role.lambda");
    }

    @Test
    void importedBucketLogsAndFunctionsAreChangedInPlace() throws IOException {
        Path root = Terraform.freshFolder("upgrade-by-import");
        withTheModule(root);
        Files.writeString(root.resolve("main.tf"), block("module") + block("import"));

        Plan plan = Terraform.at(root, aws.environment()).plan();

        assertThat(plan.changes())
                .containsEntry(NEW + "aws_lambda_function.backup", List.of("update"))
                .containsEntry(NEW + "aws_lambda_function.restore", List.of("update"))
                .containsEntry(NEW + "aws_cloudwatch_log_group.backup", List.of("update"))
                .containsEntry(NEW + "aws_cloudwatch_log_group.restore", List.of("update"));
        assertThat(plan.changes().get(NEW + "aws_s3_bucket.backups[0]")).isIn(List.of("no-op"), List.of("update"));
        assertThat(destroyed(plan)).isEmpty();
    }

    @Test
    void whatIsLetGoOfIsNotDestroyed() throws IOException {
        Plan plan = plan("removed");

        assertThat(plan.changes().entrySet().stream()
                        .filter(change -> change.getValue().equals(List.of("forget")))
                        .map(Map.Entry::getKey))
                .hasSize(MOVED.size());
        assertThat(destroyed(plan))
                .noneMatch(address -> address.contains("aws_s3_")
                        || address.contains("aws_lambda_function")
                        || address.contains("log_group"));
    }

    /** What would happen without the page: this must be seen, or the tests above prove nothing. */
    @Test
    void withoutTheBlocksThePlanWouldDestroyThem() throws IOException {
        assertThat(destroyed(plan("module")))
                .contains(OLD + "aws_s3_bucket.backup", OLD + "aws_lambda_function.backup");
    }

    private static Plan plan(String... blocks) throws IOException {
        StringBuilder configuration = new StringBuilder();
        for (String block : blocks) {
            configuration.append(block(block));
        }
        Files.writeString(deployment.folder().resolve("main.tf"), configuration);
        deployment.init();
        return deployment.plan();
    }

    private static void withTheModule(Path root) throws IOException {
        Terraform.copyInto(Terraform.MODULE, root.resolve("modules/ddbvault"));
        Files.copy(FunctionProcess.JAR, root.resolve("ddbvault-lambda.jar"));
    }

    private static List<String> destroyed(Plan plan) {
        return plan.changes().entrySet().stream()
                .filter(change -> change.getValue().contains("delete"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What stands on the page between {@code ```hcl name} and the next fence. */
    private static String block(String name) throws IOException {
        Matcher matcher = Pattern.compile("(?s)```hcl " + name + "\n(.*?)```").matcher(Files.readString(PAGE));
        assertThat(matcher.find()).as("a block " + name).isTrue();
        return matcher.group(1);
    }
}
