package io.ddbvault.deploy.machines;

import io.ddbvault.deploy.machines.Interpreter.Execution;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The interpreter, Lambda and the embedded AWS together: each execution has a machine and a function of its own. */
final class MachinesBench implements AutoCloseable {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final TestAccount account;
    private final LambdaApi lambda;
    private final Interpreter interpreter;

    /** Skips the test, and says so aloud, where there is no interpreter. */
    MachinesBench() throws IOException, InterruptedException {
        lambda = new LambdaApi();
        try {
            interpreter = Interpreter.orSkip(lambda);
        } catch (Throwable e) {
            lambda.close();
            throw e;
        }
        account = new TestAccount();
        interpreter.useS3(account.embedded().s3Endpoint().toString());
    }

    TestAccount account() {
        return account;
    }

    Interpreter interpreter() {
        return interpreter;
    }

    /** Where the AWS CLI and ddbvault find what is not the interpreter's. */
    Map<String, String> endpoints() {
        return Map.of(
                "AWS_ENDPOINT_URL_S3", account.embedded().s3Endpoint().toString(),
                "AWS_ENDPOINT_URL_DYNAMODB",
                        account.embedded().dynamoDbEndpoint().toString(),
                "AWS_ENDPOINT_URL_LAMBDA", lambda.address());
    }

    /** For names that no other test has. */
    int number() {
        return NUMBERS.incrementAndGet();
    }

    String newBucket() {
        return account.bucket("my-backup-bucket-" + number());
    }

    /** A table of the naming convention. */
    String newTable(int items) {
        return account.table("mfa-api_production_t%d_global".formatted(number()), items);
    }

    LocalFunction backupFunction(String bucket, String... tables) {
        return new LocalFunction("BackupHandler", account.variables(bucket, List.of(tables)));
    }

    LocalFunction restoreFunction(String bucket, String... tables) {
        return new LocalFunction("RestoreHandler", account.variables(bucket, List.of(tables)));
    }

    /** @return the machine's ARN */
    String deploy(String machine, String name, InvokedFunction function) throws IOException {
        return deploy(machine, name, function, "my-backup-bucket");
    }

    private String deploy(String machine, String name, InvokedFunction function, String bucket) throws IOException {
        String arn = "arn:aws:lambda:eu-west-1:123456789012:function:%s:live".formatted(name);
        lambda.serve(arn, function);
        return interpreter.create(name, RenderMachine.hasty(machine, arn, bucket));
    }

    Execution backup(LocalFunction function, String input) throws IOException {
        return interpreter.run(deploy("backup", "backup-" + number(), function), input);
    }

    Execution restore(LocalFunction function, String input) throws IOException {
        return interpreter.run(deploy("restore", "restore-" + number(), function), input);
    }

    /** By the engine that scales out. */
    Execution restoreDistributed(InvokedFunction function, String bucket, String input) throws IOException {
        return interpreter.run(deploy("restore-distributed", "restore-" + number(), function, bucket), input);
    }

    /** A backup of these tables, made by the machine. */
    void backUp(String bucket, String... tables) throws IOException {
        try (LocalFunction function = backupFunction(bucket, tables)) {
            Execution execution = backup(function, "{\"time\":\"2025-07-22T02:00:00Z\"}");
            if (!execution.status().equals("SUCCEEDED")) {
                throw new AssertionError(execution);
            }
        }
    }

    /** @param text with apostrophes where JSON has quotation marks */
    static String json(String text) {
        return text.replace('\'', '"');
    }

    static Map<String, Object> event(Object... namesAndValues) {
        Map<String, Object> event = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            event.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return Map.copyOf(event);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        interpreter.close();
        lambda.close();
        account.close();
    }
}
