package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a reader of the README runs it, by the script and the finished jar: it prints what the pages show. */
@Tag("slow")
@DisabledOnOs(OS.WINDOWS)
@Timeout(300)
class DemoIT {
    @TempDir
    Path folder = Path.of("");

    @Test
    void theDemoPrintsWhatThePagesShow() throws Exception {
        BuiltLauncher.Run run = BuiltLauncher.copyTo(folder).run("", "demo");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(comparable(run.out())).isEqualTo(comparable(shown("../README.md", "")));
        assertThat(comparable(run.out())).endsWith(comparable(shown("../docs/cli.md", "text of the demo")));
    }

    /** The page's only block of this kind that is of a demo. */
    private static String shown(String page, String kind) throws IOException {
        List<String> blocks = MarkdownBlocks.of(Path.of(page), kind).stream()
                .filter(block -> block.contains("Restore, with the tables cleared first"))
                .toList();
        assertThat(blocks).hasSize(1);
        return blocks.get(0);
    }

    /** Without what is new each time: ports, the day, how long something took; and how far gzip compresses. */
    private static String comparable(String text) {
        return text.strip()
                .replace("\r", "")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT")
                .replaceAll("\\d{4}-\\d{2}-\\d{2}", "DATE")
                .replaceAll("\\b\\d+(\\.\\d s|:\\d{2})\\b", "TIME")
                .replaceAll("\\d+(\\.\\d)? (KiB|MiB)\\b", "SIZE");
    }
}
