package io.ddbvault.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in a headless Chromium: what {@code browser/look.js} saw of 400 days of 12 tables, and of 50. */
@Tag("slow")
@Timeout(300)
class PageInBrowserTest {
    private static final String ATTACK = "<img src=x onerror=window.hacked=true><script>window.hacked=true</script>";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Path page;

    @SuppressWarnings("NullAway.Init")
    private static Map<?, ?> seen;

    @BeforeAll
    static void look() throws IOException, InterruptedException {
        Browser browser = Browser.orSkip();
        ReportSources sample = GenerateSources.generate(4, 400, 12);
        page = Files.write(folder.resolve("page.html"), RenderReport.render(BuildReport.build(attacked(sample))));
        Path large = Files.write(
                folder.resolve("large.html"),
                RenderReport.render(BuildReport.build(GenerateSources.generate(4, 400, 50))));
        String json = browser.run("look.js", page.toString(), large.toString());
        seen = (Map<?, ?>) Objects.requireNonNull(Json.parse(json));
    }

    /** With a warning that is code, should anything of the page take it for that. */
    private static ReportSources attacked(ReportSources sources) {
        return new ReportSources(
                sources.environment(),
                sources.bucket(),
                sources.prefix(),
                sources.now(),
                sources.since(),
                sources.backups(),
                sources.pruned(),
                sources.verifications(),
                sources.drills(),
                List.of(ATTACK));
    }

    @Test
    void theConsoleStaysEmpty() {
        assertThat((List<?>) seen.get("complaints")).isEmpty();
    }

    @Test
    void nothingIsLoadedButThePageItself() {
        assertThat((List<?>) seen.get("requests"))
                .map(String::valueOf)
                .containsExactlyInAnyOrder(
                        page.toUri().toString(),
                        page.resolveSibling("large.html").toUri().toString());
    }

    @Test
    void axeFindsNothingInLightAndDarkOnDeskAndPhone() {
        Map<?, ?> found = part("accessibility");

        assertThat(found.keySet())
                .map(String::valueOf)
                .containsExactly("light 1280", "dark 1280", "light 320", "dark 320");
        assertThat(found.values())
                .allSatisfy(violations -> assertThat((List<?>) violations).isEmpty());
    }

    @Test
    void aPhoneScrollsDownwardsOnly() {
        assertThat(part("widths").get("page.html")).isEqualTo(320);
        assertThat(part("widths").get("large.html")).isEqualTo(320);
    }

    @Test
    void fourHundredDaysOfFiftyTablesAreDrawnInLessThanTwoSeconds() {
        List<?> millis = (List<?>) Objects.requireNonNull(part("speed").get("millis"));

        // The best of three: others use this machine too.
        assertThat(millis.stream().mapToInt(each -> (Integer) each).min().orElseThrow())
                .as("%s", millis)
                .isLessThan(2000);
        assertThat((Integer) part("speed").get("elements")).isLessThan(10_000);
    }

    @Test
    void theTabKeyReachesEverySectionAndShowsWhereItIs() {
        List<?> stops = (List<?>) Objects.requireNonNull(part("keyboard").get("stops"));
        List<String> names =
                stops.stream().map(stop -> text((Map<?, ?>) stop, "what")).toList();

        assertThat(names)
                .startsWith("#main", "#attention", "#calendar", "#tables", "#trends", "#days")
                .contains("filter")
                .anyMatch(name -> name.startsWith("July 2025"))
                .last()
                .asString()
                .startsWith("June 2024");
        assertThat(names).as("the calendar is one stop, not four hundred").hasSizeLessThan(60);
        assertThat(stops)
                .allSatisfy(stop -> assertThat(((Map<?, ?>) stop).get("outlined"))
                        .as("%s", stop)
                        .isEqualTo(true));
    }

    @Test
    void arrowsMoveThroughTheCalendarAndEnterLeadsToTheDay() {
        Map<?, ?> keyboard = part("keyboard");

        assertThat((List<?>) keyboard.get("days"))
                .map(String::valueOf)
                .containsExactly(
                        "#day-2025-07-21",
                        "#day-2025-07-14",
                        "#day-2025-07-21",
                        "#day-2025-07-22",
                        "#day-2024-06-18",
                        "#day-2025-07-22",
                        "#day-2025-07-21");
        String chosen = "#day-" + LocalDate.parse("2025-07-21").minusDays(30);
        assertThat(keyboard.get("chosen")).isEqualTo(chosen);
        assertThat(keyboard.get("shown")).isEqualTo(Map.of("id", chosen, "visible", true));
    }

    @Test
    void theFilterShowsTheTablesWhoseNameHasTheText() {
        Map<?, ?> filter = part("filter");
        List<String> orders = List.of("order-lines", "orders");

        assertThat(filter.get("ORD"))
                .isEqualTo(Map.of("rows", orders, "cards", orders, "says", "2 of 12 tables", "nothing", false));
        assertThat(filter.get("no such table"))
                .isEqualTo(Map.of("rows", List.of(), "cards", List.of(), "says", "0 of 12 tables", "nothing", true));
        assertThat((List<?>) ((Map<?, ?>) Objects.requireNonNull(filter.get(""))).get("rows"))
                .hasSize(12);
    }

    @Test
    void withoutScriptsEverythingButTheFilterIsThere() {
        assertThat(part("withoutScript")).isEqualTo(Map.of("filter", false, "hint", false, "tables", 12, "row", true));
    }

    @Test
    void onPaperEverythingIsExpandedOnWhite() {
        assertThat(part("print").values()).allSatisfy(value -> {
            Map<?, ?> print = (Map<?, ?>) value;
            assertThat(print.get("lastRow")).isEqualTo(true);
            assertThat((Integer) print.get("rows")).isGreaterThanOrEqualTo(400);
            assertThat(print.get("background")).isEqualTo("rgb(255, 255, 255)");
            assertThat(print.get("navigation")).isEqualTo(false);
            assertThat((Integer) print.get("pages")).isBetween(5, 60);
        });
        assertThat(part("print").keySet()).map(String::valueOf).containsExactly("script", "noScript");
    }

    @Test
    void whatGotIntoThePageAnywayIsNotRun() {
        Map<?, ?> policy = part("policy");

        assertThat(policy.get("inline")).isEqualTo(false);
        assertThat(policy.get("handler")).isEqualTo(false);
        assertThat(policy.get("fetched")).isEqualTo(false);
        assertThat(policy.get("hacked")).isEqualTo(false);
        assertThat((Integer) policy.get("refusals")).isGreaterThanOrEqualTo(4);
    }

    private static Map<?, ?> part(String name) {
        return (Map<?, ?>) Objects.requireNonNull(seen.get(name));
    }

    private static String text(Map<?, ?> fields, String name) {
        return String.valueOf(fields.get(name));
    }
}
