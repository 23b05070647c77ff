package io.ddbvault.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.config.TableNamePattern;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckTableNamesTest {
    @Test
    void warnsOfEachTableOfAnotherEnvironment() {
        assertThat(check("{environment}-{type}", "prod-users", "dev-users", "test-users"))
                .containsExactly(
                        "dev-users is by its name (TABLE_NAME_PATTERN {environment}-{type}) no table of ENVIRONMENT prod.",
                        "test-users is by its name (TABLE_NAME_PATTERN {environment}-{type}) no table of ENVIRONMENT prod.");
    }

    @Test
    void warnsOnceOfAllNamesThatSayNothing() {
        assertThat(check("{environment}-{type}", "prod-users", "users", "orders"))
                .containsExactly(
                        "No environment can be told from the name of users, orders: it does not match TABLE_NAME_PATTERN {environment}-{type}. Set that variable to your naming convention, or to an empty text to switch the check off.");
    }

    @Test
    void saysNothingWithoutAPattern() {
        assertThat(check("", "users", "orders")).isEmpty();
    }

    private static List<String> check(String pattern, String... tables) {
        Settings settings =
                new Settings("bucket", "prod", null, "prefix", null, null, new TableNamePattern(pattern), false);
        return new CheckTableNames(settings).check(List.of(tables));
    }
}
