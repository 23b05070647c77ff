package io.ddbvault.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the page whose pictures are in docs/images: FILE, SEED, DAYS and TABLES are its arguments. */
final class WriteSamplePage {
    private WriteSamplePage() {}

    public static void main(String[] arguments) throws IOException {
        ReportSources sources = GenerateSources.generate(
                Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        Files.write(Path.of(arguments[0]), RenderReport.render(BuildReport.build(sources)));
    }
}
