package io.ddbvault.deploy.machines;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.deploy.machines.Programs.Ended;
import io.ddbvault.testkit.program.SkipAloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both validators on all state machines, where the machine has Node.js. */
@Timeout(120)
class MachinesAreValidTest {
    private static final String FUNCTION =
            "arn:aws:lambda:eu-west-1:111122223333:function:app-dev-ddbvault-backup:live";
    /** Outside of the source tree; kept until the next {@code clean}, so that it is fetched once. */
    private static final Path INSTALLED = Path.of("target", "validators");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Programs.needed("the state machines are not validated", "node", "npm");
        Files.createDirectories(INSTALLED);
        String lock = Files.readString(Path.of("validators", "package-lock.json"));
        Path done = INSTALLED.resolve("installed-lock.json");
        if (Files.exists(done) && Files.readString(done).equals(lock)) {
            return;
        }
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.copy(Path.of("validators", file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Ended ended = Programs.run(
                INSTALLED,
                Map.of(),
                List.of("npm", "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"));
        if (ended.exitCode() != 0) {
            SkipAloud.because(
                    "npm ci does not get the validators, so the state machines are not validated: " + ended.output());
        }
        Files.writeString(done, lock);
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "restore", "restore-distributed"})
    void bothValidatorsFindNothingIn(String machine) throws Exception {
        Ended ended = validate(machine, RenderMachine.render(machine, FUNCTION));

        assertThat(ended.output()).isEmpty();
        assertThat(ended.exitCode()).isZero();
    }

    @Test
    void eachOfThemFindsAStateThatDoesNotExist() throws Exception {
        String broken = RenderMachine.render("backup", FUNCTION)
                .replace("\"Next\": \"WhichFailed\"", "\"Next\": \"Nowhere\"")
                .replace("\"Default\": \"WhichFailed\"", "\"Default\": \"Nowhere\"");

        Ended ended = validate("backup", broken);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output().lines())
                .anyMatch(line -> line.startsWith("backup.json: asl-validator: ") && line.contains("Nowhere"))
                .anyMatch(line -> line.startsWith("backup.json: amazon-states-language-service: line "));
    }

    @Test
    void anInputTypeThatDoesNotExistIsFound() throws Exception {
        Ended ended = validate(
                "restore-distributed",
                RenderMachine.render("restore-distributed", FUNCTION)
                        .replace("\"InputType\": \"JSONL\"", "\"InputType\": \"JSONLINES\""));

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output()).contains("restore-distributed.json: amazon-states-language-service: line ", "JSONL");
    }

    /** The function, and for a Distributed Map where its results go, is all that Terraform gives them. */
    @ParameterizedTest
    @CsvSource({"backup, 2", "restore, 2", "restore-distributed, 5"})
    void theFunctionIsCalledByEachTaskOf(String machine, int tasks) {
        String definition = RenderMachine.render(machine, FUNCTION);

        assertThat(definition).doesNotContain("${", "%{");
        assertThat(definition.split(FUNCTION, -1)).hasSize(tasks + 1);
        assertThat(definition.split("\"Type\": \"Task\"", -1)).hasSize(tasks + 1);
    }

    private Ended validate(String machine, String definition) throws IOException, InterruptedException {
        Path file = folder.resolve(machine + ".json");
        Files.writeString(file, definition);
        return Programs.run(
                Path.of("").toAbsolutePath(),
                Map.of(),
                List.of(
                        "node",
                        "validators/validate.js",
                        INSTALLED.resolve("node_modules").toAbsolutePath().toString(),
                        file.toString()));
    }
}
