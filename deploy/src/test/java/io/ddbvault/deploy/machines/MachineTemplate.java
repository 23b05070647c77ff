package io.ddbvault.deploy.machines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A state machine of the Terraform module, filled in as Terraform's {@code templatefile} does it.
 *
 * @param name {@code backup} or {@code restore}
 */
record MachineTemplate(String name, Map<String, String> variables) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([a-z_]+)}");

    MachineTemplate {
        variables = Map.copyOf(variables);
    }

    /** Waits of a second and three rounds, where a deployment has minutes and hours. */
    static MachineTemplate hasty(String name, String functionArn) {
        return new MachineTemplate(
                name,
                Map.of(
                        "function_arn", functionArn,
                        "wait_seconds", "1",
                        "retry_seconds", "1",
                        "max_rounds", "3",
                        "timeout_seconds", "300"));
    }

    /** @throws NullPointerException if the template has a variable without a value */
    String definition() {
        Path file = Path.of("terraform", "state-machines", name + ".asl.json.tftpl");
        try {
            return VARIABLE.matcher(Files.readString(file))
                    .replaceAll(variable -> Objects.requireNonNull(variables.get(variable.group(1)), variable.group()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
