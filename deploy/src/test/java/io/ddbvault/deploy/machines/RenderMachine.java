package io.ddbvault.deploy.machines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A state machine of the Terraform module, as its {@code templatefile} fills it in: {@code backup}, {@code restore} or
 * {@code restore-distributed}.
 */
final class RenderMachine {
    /** How many calls a hasty machine makes at the most. */
    static final int HASTY_CALLS = 3;

    private RenderMachine() {}

    static String render(String name, String functionArn) {
        return render(name, functionArn, "my-backup-bucket");
    }

    static String render(String name, String functionArn, String bucket) {
        Path file = Path.of("terraform", "state-machines", name + ".asl.json.tftpl");
        try {
            return Files.readString(file)
                    .replace("${function_arn}", functionArn)
                    .replace("${bucket}", bucket)
                    .replace("${prefix}", "native-exports");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With waits of a second, where a deployment waits minutes, and few calls. Nothing else is changed. */
    static String hasty(String name, String functionArn, String bucket) {
        return render(name, functionArn, bucket)
                .replaceAll("\"(Seconds|IntervalSeconds)\": (30|60|150)\\b", "\"$1\": 1")
                .replaceAll("\"NumericLessThan\": (48|192|960)\\b", "\"NumericLessThan\": " + HASTY_CALLS);
    }
}
