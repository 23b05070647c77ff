package io.ddbvault.cli;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.local.EmbeddedAws;
import io.ddbvault.local.EmbeddedAwsOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ddbvault local}. */
@Command(
        name = "local",
        description = "Run DynamoDB, with native exports, and S3 on this machine until Ctrl-C.",
        footer = {
            "",
            "Both listen on 127.0.0.1 only and accept any credentials.",
            "",
            "Example:",
            "  ddbvault local --data ~/ddbvault-local"
        })
final class LocalCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Interrupts interrupts;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep tables and objects in this folder; in memory if not given.")
    @Nullable
    Path data;

    @Option(
            names = "--dynamodb-port",
            paramLabel = "PORT",
            defaultValue = "8000",
            converter = Values.Port.class,
            description = "DynamoDB's port, 0 for any that is free; 8000 if not given.")
    int dynamoDbPort;

    @Option(
            names = "--s3-port",
            paramLabel = "PORT",
            defaultValue = "9000",
            converter = Values.Port.class,
            description = "S3's port, 0 for any that is free; 9000 if not given.")
    int s3Port;

    @Option(
            names = "--export-seconds",
            paramLabel = "SECONDS",
            defaultValue = "1",
            converter = Values.Seconds.class,
            description = "How long an export takes; 1 if not given.")
    Duration exportTime = Duration.ofSeconds(1);

    @Option(
            names = "--throttle",
            description = "Throttle the export calls as AWS does, at 20 within 2 seconds; not throttled if not given.")
    boolean throttled;

    @Mixin
    CommonOptions common = new CommonOptions();

    LocalCommand(Terminal terminal, Interrupts interrupts) {
        this.terminal = terminal;
        this.interrupts = interrupts;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        interrupts.onInterrupt(stop::countDown);
        try (EmbeddedAws aws = start()) {
            if (throttled) {
                aws.faults().throttleControlPlane();
            }
            print(aws, terminal.out());
            stop.await();
        }
        terminal.out().println("Stopped.");
        return ExitCode.OK;
    }

    private EmbeddedAws start() {
        try {
            return EmbeddedAws.start(new EmbeddedAwsOptions(data, dynamoDbPort, s3Port, exportTime));
        } catch (IOException e) {
            throw new DdbvaultException(
                    ErrorCode.INVALID_REQUEST,
                    "The local AWS does not start: %s. Give a --data folder that can be written and that no other"
                                    .formatted(e.getMessage())
                            + " ddbvault uses, and ports that are free: 0 takes any.",
                    e);
        }
    }

    private void print(EmbeddedAws aws, PrintStream out) {
        out.println("DynamoDB  " + aws.dynamoDbEndpoint());
        out.println("S3        " + aws.s3Endpoint());
        out.println("Data      " + (data == null ? "in memory, gone at the end" : data.toAbsolutePath()));
        out.println();
        out.println("Paste this where a program or the AWS CLI shall use them:");
        out.println();
        out.println("export AWS_ENDPOINT_URL_DYNAMODB=" + aws.dynamoDbEndpoint());
        out.println("export AWS_ENDPOINT_URL_S3=" + aws.s3Endpoint());
        // version 1 of the AWS CLI knows the second name only
        out.println("export AWS_REGION=" + aws.region() + " AWS_DEFAULT_REGION=" + aws.region());
        out.println("export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local");
        out.println();
        out.println("Ctrl-C stops.");
        out.flush();
    }
}
