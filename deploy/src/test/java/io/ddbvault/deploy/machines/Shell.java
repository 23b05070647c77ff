package io.ddbvault.deploy.machines;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One bash for the whole of a page, as an operator has it, in a folder of its own. */
final class Shell implements AutoCloseable {
    private static final String END = "--the end of a block--";

    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    Shell(String awsEndpoint) throws IOException {
        this(awsEndpoint, Map.of(), null);
    }

    /** @param variables further ones */
    Shell(String awsEndpoint, Map<String, String> variables, @Nullable Path folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash").redirectErrorStream(true);
        if (folder != null) {
            builder.directory(folder.toFile());
        }
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment()
                .putAll(Map.of(
                        "AWS_ENDPOINT_URL", awsEndpoint,
                        // Version 1 of the CLI does not know AWS_REGION.
                        "AWS_DEFAULT_REGION", "eu-west-1",
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test"));
        builder.environment().putAll(variables);
        process = builder.start();
        in = process.outputWriter(UTF_8);
        out = process.inputReader(UTF_8);
    }

    /** What the block prints. Where it describes an execution: what it does when that has ended. */
    String run(String block) throws IOException {
        // Nobody reads on at once: the page says so.
        String ended =
                "while [ \"$(aws stepfunctions describe-execution --execution-arn $execution --query status --output text)\" = RUNNING ]; do :; done\n";
        in.write(block.replace("aws stepfunctions describe-execution", ended + "aws stepfunctions describe-execution"));
        in.write("echo; echo " + END + "\n");
        in.flush();
        StringBuilder printed = new StringBuilder();
        for (String line = out.readLine(); !END.equals(line); line = out.readLine()) {
            if (line == null) {
                throw new AssertionError("bash ended: " + printed);
            }
            printed.append(line).append('\n');
        }
        return printed.toString();
    }

    @Override
    public void close() throws IOException {
        in.close();
        process.destroy();
    }
}
