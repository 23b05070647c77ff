package io.ddbvault.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Makes the pictures of docs/images. {@code -Dreport.pictures=true} puts them there; CONTRIBUTING.md has the command. */
@Tag("slow")
@Timeout(120)
class PhotographPageTest {
    private static final Path PICTURES = Path.of("../docs/images");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void thePicturesOfTheDocumentationCanBeMade() throws IOException, InterruptedException {
        Browser browser = Browser.orSkip();
        Path page = Files.write(
                folder.resolve("page.html"),
                RenderReport.render(BuildReport.build(GenerateSources.generate(4, 400, 12))));
        Path made = Boolean.getBoolean("report.pictures") ? PICTURES : folder;

        browser.run("photograph.js", page.toString(), made.toString());

        for (String name : new String[] {"report-light.png", "report-dark.png", "report-phone.png"}) {
            assertThat(made.resolve(name)).isNotEmptyFile();
            assertThat(Files.size(PICTURES.resolve(name))).as(name).isLessThan(400_000);
        }
    }
}
