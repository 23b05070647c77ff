package io.ddbvault.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The module by Terraform's own means. The examples are validated by being planned, in the tests beside this one. */
@Timeout(300)
class TerraformTest {
    private static final Pattern RUN = Pattern.compile("(?m)^run \"");

    @Test
    void everyFileIsFormatted() {
        assertThat(Terraform.inPlace().tried("fmt", "-check", "-recursive", "-diff"))
                .isEqualTo(new Terraform.Result(0, ""));
    }

    @Test
    void theModuleIsValid() {
        assertThat(Terraform.in("validate", ".", Map.of()).run("validate", "-no-color"))
                .contains("The configuration is valid.");
    }

    /** Every input's validation and every branch, with a mocked provider: tests/*.tftest.hcl. A second each. */
    @Test
    @Tag("slow")
    void theModulesOwnTestsPass() throws IOException {
        String text = Terraform.in("test", ".", Map.of()).run("test", "-no-color");

        assertThat(text).contains("Success! %d passed, 0 failed.".formatted(runs()));
    }

    private static long runs() throws IOException {
        long runs = 0;
        try (Stream<Path> files = Files.list(Terraform.MODULE.resolve("tests"))) {
            for (Path file : files.toList()) {
                runs += RUN.matcher(Files.readString(file)).results().count();
            }
        }
        return runs;
    }
}
