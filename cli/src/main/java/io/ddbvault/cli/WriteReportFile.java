package io.ddbvault.cli;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.report.RenderReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** Writes the report's page to a file: whole or not at all, and never over something else. */
final class WriteReportFile {
    private final Path file;

    WriteReportFile(Path file) {
        this.file = file;
    }

    /** @throws DdbvaultException if the file is there and is no report, or its folder is not */
    void check() {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw refused("there is no folder for it. Make the folder, or give another file with --output.");
        }
        if (Files.exists(file) && !isReport()) {
            throw refused(
                    "it is there and is no report of ddbvault's. Give another file with --output, or move this one away.");
        }
    }

    private boolean isReport() {
        byte[] mark = RenderReport.MARK.getBytes(StandardCharsets.UTF_8);
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(mark.length), mark);
        } catch (IOException e) {
            throw refused("it cannot be read: %s. Give another file with --output.".formatted(e));
        }
    }

    /** @return the file, as the user named it */
    String write(byte[] html) {
        Path half = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(half, html);
            Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw refused("%s. Give another file with --output.".formatted(e));
        }
        return file.toString();
    }

    private DdbvaultException refused(String why) {
        return new DdbvaultException(
                ErrorCode.INVALID_REQUEST, "The report was not written to %s: %s".formatted(file, why));
    }
}
