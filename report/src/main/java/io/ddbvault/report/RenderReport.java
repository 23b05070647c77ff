package io.ddbvault.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Makes the page's HTML, one file that needs no other. Pure. */
public final class RenderReport {
    /** The page's first line: what a file begins with that may be replaced by a newer page. */
    public static final String MARK = "<!doctype html><!-- ddbvault report -->";

    private RenderReport() {}

    /** In UTF-8. */
    public static byte[] render(ReportPage page) {
        TemplateEngine engine = TemplateEngine.createPrecompiled(
                null, ContentType.Html, RenderReport.class.getClassLoader(), "io.ddbvault.report.template");
        Utf8ByteOutput html = new Utf8ByteOutput();
        engine.render("page.jte", Map.of("page", page, "view", new PageView(page), "assets", Assets.OF_PAGE), html);
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(html.getContentLength() + MARK.length());
            bytes.write(MARK.getBytes(StandardCharsets.UTF_8));
            html.writeTo(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
