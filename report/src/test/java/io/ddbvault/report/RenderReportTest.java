package io.ddbvault.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.manifest.TableExport;
import io.ddbvault.core.model.Version;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page as HTML. What a browser makes of it is {@link PageInBrowserTest}'s. */
class RenderReportTest {
    private static final String ATTACK =
            "<script>window.hacked=true</script>\"'><img src=x onerror=window.hacked=true>";

    @Test
    void whateverTheBucketSaysComesOutAsText() {
        TableExport[] exports = {Backups.good("2025-07-21", ATTACK, 1000), Backups.failed("2025-07-21", "users", ATTACK)
        };

        String html = html(new Backups()
                .on("2025-07-20", exports)
                .on("2025-07-21", exports)
                .unreadable("2025-07-19", ATTACK)
                .page());

        assertThat(html).doesNotContain("<script>window", "<img", "\"'>");
        assertThat(html).contains("&lt;script&gt;window.hacked=true&lt;/script&gt;");
        assertThat(html).contains("data-table=\"&lt;script");
        assertThat(html.split("<script>", -1)).as("only our own").hasSize(2);
    }

    @Test
    void theEnvironmentAndTheBucketComeOutAsTextToo() {
        ReportPage page = Backups.calm(2).page();
        ReportPage odd = new ReportPage(
                "</title>" + ATTACK,
                "b<ucket",
                "pre&fix",
                page.madeAt(),
                page.version(),
                page.today(),
                page.headline(),
                page.attention(),
                page.days(),
                page.tables(),
                List.of("<b>bold</b>"));

        assertThat(html(odd))
                .contains(
                        "<title>Backups of &lt;/title&gt;&lt;script&gt;",
                        "s3://b&lt;ucket/pre&amp;fix",
                        "&lt;b&gt;bold")
                .doesNotContain("<b>bold");
    }

    @Test
    void thePolicyAllowsThePagesOwnStyleAndScriptAndNothingElse() throws Exception {
        String html = html(Backups.calm(2).page());

        assertThat(html)
                .contains(
                        "content=\"default-src &#39;none&#39;; style-src &#39;sha256-%s&#39;; script-src &#39;sha256-%s&#39;; img-src data:; base-uri &#39;none&#39;; form-action &#39;none&#39;\""
                                .formatted(hash(html, "style"), hash(html, "script")));
        assertThat(html)
                .doesNotContain(" style=")
                .doesNotContainPattern("(?i)\\son[a-z]+=")
                .doesNotContain("http://", "https://", "url(", "@import");
    }

    @Test
    void itBeginsWithAMarkAndTellsWhenItWasMadeAndByWhat() {
        String html = html(Backups.calm(2).page());

        assertThat(html).startsWith("<!doctype html><!-- ddbvault report --><html lang=\"en\">");
        assertThat(html)
                .contains("As of <time datetime=\"2025-07-22T08:00:00Z\">2025-07-22 08:00 UTC</time>")
                .contains("Made by ddbvault " + Version.OF_THIS + " at 2025-07-22 08:00 UTC");
    }

    @Test
    void nothingNeedsAttentionIsSaid() {
        assertThat(html(Backups.calm(2).page())).contains("Nothing needs attention.");
    }

    @Test
    void aBucketWithoutBackupsHasAPageToo() {
        String html = html(new Backups().page());

        assertThat(html).contains("There is no backup that a table could be restored from", "ddbvault backup");
        assertThat(html).doesNotContain("id=\"calendar\"");
    }

    @Test
    void eachDayOfTheCalendarLeadsToItsRow() {
        String html = html(Backups.calm(40).without("2025-07-19").page());

        Matcher links = Pattern.compile("href=\"#(day-[0-9-]+)\" aria-label=\"([^\"]*)\"")
                .matcher(html);
        int found = 0;
        while (links.find()) {
            found++;
            assertThat(html).contains("<tr role=\"row\" id=\"%s\"".formatted(links.group(1)));
        }
        assertThat(found).isEqualTo(40);
        assertThat(html).contains("19 Jul 2025: missing", "18 Jul 2025: good, 2 of 2 tables");
    }

    @Test
    void aYearAndMoreOfFiftyTablesStaysSmall() {
        byte[] html = RenderReport.render(BuildReport.build(GenerateSources.generate(4, 400, 50)));

        assertThat(html.length).isBetween(300_000, 1_500_000);
    }

    private static String hash(String html, String element) throws Exception {
        Matcher content = Pattern.compile("<%1$s>(.*)</%1$s>".formatted(element), Pattern.DOTALL)
                .matcher(html);
        assertThat(content.find()).isTrue();
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256")
                        .digest(content.group(1).getBytes(UTF_8)));
    }

    private static String html(ReportPage page) {
        return new String(RenderReport.render(page), UTF_8);
    }
}
