package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
@Timeout(60)
class LocalCommandTest {
    @Test
    void printsTheEnvironmentToPasteAndStopsOnAnInterrupt() throws Exception {
        RunCli cli = new RunCli();
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> {
            int code = cli.run("local", "--dynamodb-port=0", "--s3-port=0");
            cli.interrupts.ended();
            return code;
        });
        cli.awaitOut("Ctrl-C stops.", exit);
        assertThat(cli.out())
                .contains("export AWS_REGION=", "export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local");
        connect(exported(cli, "AWS_ENDPOINT_URL_DYNAMODB"));
        connect(exported(cli, "AWS_ENDPOINT_URL_S3"));

        String page =
                MarkdownBlocks.of(Path.of("../docs/cli.md"), "text of local").get(0);
        assertThat(withoutPorts(cli.out())).isEqualTo(withoutPorts(page));
        assertThat(Files.readString(Path.of("../docs/local.md"))).contains(page.substring(0, page.indexOf("\nCtrl-C")));

        cli.interrupts.interrupt();

        assertThat(exit.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(cli.out()).endsWith("Stopped.%n".formatted());
    }

    @Test
    void aPortThatIsTakenIsNoDefect() throws Exception {
        RunCli cli = new RunCli();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(cli.run("local", "--dynamodb-port=0", "--s3-port=" + taken.getLocalPort()))
                    .isEqualTo(1);
        }
        assertThat(cli.err())
                .startsWith("error: The local AWS does not start: ")
                .contains("ports that are free")
                .doesNotContain("defect");
    }

    private static String withoutPorts(String text) {
        return text.replace("\r", "").replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT");
    }

    private static URI exported(RunCli cli, String variable) {
        Matcher line = Pattern.compile("export " + variable + "=(\\S+)").matcher(cli.out());
        assertThat(line.find()).isTrue();
        return URI.create(line.group(1));
    }

    private static void connect(URI endpoint) throws Exception {
        new Socket(endpoint.getHost(), endpoint.getPort()).close();
    }
}
