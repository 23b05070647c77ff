package io.ddbvault.cli;

import io.ddbvault.aws.AwsVault;
import io.ddbvault.cli.rehearsal.RehearsalAws;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Loads the classes that the usual commands load, by running these on a backup and an AWS of its own; calls nobody outside
 * this process. The launcher notes which classes those are and makes an archive of them, with which the JVM starts faster.
 */
public final class Rehearse {
    private Rehearse() {}

    /** A command of the rehearsal, and what it ended with. */
    record Rehearsed(List<String> command, int exitCode) {}

    public static void main(String[] arguments) throws Exception {
        try (RehearsalAws aws = RehearsalAws.start()) {
            run(aws, new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
            shakeHands();
        }
        System.exit(ExitCode.OK);
    }

    /** @param out what the commands print, on a terminal whose cursor they may move */
    static List<Rehearsed> run(RehearsalAws aws, PrintStream out) {
        List<List<String>> commands = List.of(
                List.of("--version"),
                List.of("--help"),
                List.of("restore", "--help"),
                List.of("backup", "--help"),
                List.of("restore", "--unfinished"),
                List.of("restore", "--date", aws.date(), "--dry-run"),
                List.of("restore", "--date", aws.date(), "--clear-existing-data", "--yes"),
                List.of("restore", "--date", aws.date(), "--json"));
        List<Rehearsed> done = new ArrayList<>();
        for (List<String> command : commands) {
            Terminal terminal = new Terminal(aws.environment(), out, out, true);
            int exitCode = new Cli(terminal, AwsVault::open, new Interrupts(out)).run(command.toArray(String[]::new));
            done.add(new Rehearsed(command, exitCode));
        }
        return done;
    }

    /** The first half of a TLS handshake, with nobody on the other side: the rehearsal's AWS speaks plain HTTP. */
    private static void shakeHands() throws NoSuchAlgorithmException, SSLException {
        SSLEngine client = SSLContext.getDefault().createSSLEngine("nobody.invalid", 443);
        client.setUseClientMode(true);
        client.beginHandshake();
        client.wrap(
                ByteBuffer.allocate(0), ByteBuffer.allocate(client.getSession().getPacketBufferSize()));
    }
}
