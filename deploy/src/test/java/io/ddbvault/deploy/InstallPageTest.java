package io.ddbvault.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Holds the Terraform of docs/install.md, and the alarms of docs/runbook.md, against the module. */
@Timeout(300)
class InstallPageTest {
    private static final Path INSTALL = Path.of("..", "docs", "install.md");
    private static final Pattern HCL = Pattern.compile("```hcl\n(.*?)```", Pattern.DOTALL);
    private static final Path RUNBOOK = Path.of("..", "docs", "runbook.md");

    @Test
    void theModuleBlockPlansTwoFunctionsAndTheirBucketAndDestroysNothing() throws IOException {
        Matcher block = HCL.matcher(Files.readString(INSTALL));
        assertThat(block.find()).isTrue();
        Path root = Terraform.freshFolder("install-page");
        Terraform.copyInto(Terraform.MODULE, root.resolve("modules/ddbvault"));
        Files.writeString(root.resolve("main.tf"), block.group(1));
        Files.writeString(root.resolve("ddbvault-lambda.jar"), "in the jar's place");
        try (StubAws aws = StubAws.start()) {
            Plan plan = Terraform.at(root, aws.environment()).plan();

            assertThat(plan.all("aws_lambda_function")).hasSize(2);
            assertThat(plan.all("aws_s3_bucket")).hasSize(1);
            assertThat(plan.changes().values())
                    .allSatisfy(actions -> assertThat(actions).doesNotContain("delete"));
        }
    }

    @Test
    void theReadmeShowsTheSameModuleBlock() throws IOException {
        Matcher block = HCL.matcher(Files.readString(Path.of("..", "README.md")));
        assertThat(block.find()).isTrue();

        assertThat(Files.readString(INSTALL)).contains(block.group(1));
    }

    @Test
    void theRunbookHasEveryAlarmAndNoOther() throws IOException {
        TreeSet<String> ofTheModule = new TreeSet<>();
        PlannedAlarms.of(ExamplePlans.complete())
                .forEach(alarm -> ofTheModule.add(alarm.name().replace("mfa-api-production-ddbvault-", "")));
        String page = Files.readString(RUNBOOK);
        TreeSet<String> ofThePage = new TreeSet<>();
        page.substring(page.indexOf("| alarm |"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .forEach(row -> Pattern.compile("`([a-z-]+)`")
                        .matcher(row.split("\\|", -1)[1])
                        .results()
                        .forEach(name -> ofThePage.add(name.group(1))));

        assertThat(ofThePage).isEqualTo(ofTheModule).hasSize(13);
    }
}
