package io.ddbvault.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables of the module's README against the module. */
class ModulePageTest {
    private static final Path PAGE = Terraform.MODULE.resolve("README.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^(variable|output) \"(\\w+)\" \\{\n(.*?)^\\}");
    private static final Pattern DESCRIPTION = Pattern.compile("(?m)^  description = \"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern TYPE = Pattern.compile("(?m)^  type +=( [a-z(][^\n{]*)");
    private static final Pattern DEFAULT = Pattern.compile("(?m)^  default +=( [^\n]+)");

    @Test
    void theTablesAreMadeFromTheModule() throws IOException {
        String page = Files.readString(PAGE);
        String right = between(between(page, "inputs", inputs()), "outputs", outputs());
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, right);
        }

        assertThat(PAGE)
                .as(
                        "deploy/terraform/README.md is not what variables.tf and outputs.tf say; renew it by:"
                                + " mvn test -pl deploy -am -Dtest=ModulePageTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true")
                .hasContent(right);
    }

    private static String inputs() throws IOException {
        StringBuilder table = new StringBuilder("| name | type | default | what |\n|---|---|---|---|\n");
        blocks("variables.tf")
                .forEach((name, body) -> table.append("| `%s` | `%s` | %s | %s |\n"
                        .formatted(
                                name,
                                // An object's fields are in its description.
                                group(TYPE, body).strip().replaceAll("\\($", ""),
                                DEFAULT.matcher(body).find()
                                        ? "`" + group(DEFAULT, body).strip() + "`"
                                        : "required",
                                description(body))));
        return table.toString();
    }

    private static String outputs() throws IOException {
        StringBuilder table = new StringBuilder("| name | what |\n|---|---|\n");
        blocks("outputs.tf")
                .forEach((name, body) -> table.append("| `%s` | %s |\n".formatted(name, description(body))));
        return table.toString();
    }

    private static String description(String body) {
        return group(DESCRIPTION, body).replace("\\\"", "\"").replace("|", "\\|");
    }

    private static String group(Pattern pattern, String body) {
        Matcher matcher = pattern.matcher(body);
        assertThat(matcher.find()).as(pattern + " in " + body).isTrue();
        return matcher.group(1);
    }

    private static Map<String, String> blocks(String file) throws IOException {
        Map<String, String> blocks = new TreeMap<>();
        Matcher matcher = BLOCK.matcher(Files.readString(Terraform.MODULE.resolve(file)));
        while (matcher.find()) {
            blocks.put(matcher.group(2), matcher.group(3));
        }
        assertThat(blocks).as(file).isNotEmpty();
        return blocks;
    }

    private static String between(String page, String name, String table) {
        String begin = "<!-- %s -->\n".formatted(name);
        String end = "<!-- end of %s -->".formatted(name);
        assertThat(page).contains(begin, end);
        return page.substring(0, page.indexOf(begin) + begin.length()) + table + page.substring(page.indexOf(end));
    }
}
