package io.ddbvault.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what was measured into a page, between two marks; the rest of the page stays as it is. */
final class ReplaceSection {
    static final String BEGIN = "<!-- begin: written by bench/run -->";
    static final String END = "<!-- end: written by bench/run -->";

    private ReplaceSection() {}

    /** A page that is not there is made. */
    static void in(Path page, String text) throws IOException {
        String before = Files.exists(page) ? Files.readString(page) : BEGIN + "\n" + END + "\n";
        int begin = before.indexOf(BEGIN);
        int end = before.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException("%s has no lines %s and %s".formatted(page.getFileName(), BEGIN, END));
        }
        Files.writeString(
                page, before.substring(0, begin + BEGIN.length()) + "\n\n" + text + "\n" + before.substring(end));
    }
}
