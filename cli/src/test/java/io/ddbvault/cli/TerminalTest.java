package io.ddbvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the launcher says of the process's streams, and what follows from it. */
class TerminalTest {
    @AfterEach
    void forget() {
        System.clearProperty("ddbvault.terminal");
        System.clearProperty("ddbvault.keyboard");
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, true, false",
        "true, false, false, false",
        "false, true, false, true",
        "false, false, false, false"
    })
    void somebodyIsAskedWhoSeesTheQuestionAndCanAnswer(
            String terminal, String keyboard, boolean asked, boolean redirected) {
        System.setProperty("ddbvault.terminal", terminal);
        System.setProperty("ddbvault.keyboard", keyboard);

        Terminal found = of(Map.of());

        assertThat(found.keyboard() != null).isEqualTo(asked);
        assertThat(found.redirected()).isEqualTo(redirected);
    }

    @ParameterizedTest
    @CsvSource({"100, 100", "0, 80", "'', 80", "9, 80", "wide, 80", "20000, 80", "1000, 1000"})
    void itIsAsWideAsTheLauncherSaysOrAsTerminalsUsuallyAre(String columns, int width) {
        assertThat(of(Map.of("COLUMNS", columns)).columns()).isEqualTo(width);
    }

    @Test
    void withoutAnyWidthItIsAsWideAsTerminalsUsuallyAre() {
        assertThat(of(Map.of()).columns()).isEqualTo(80);
    }

    private static Terminal of(Map<String, String> environment) {
        return Terminal.ofThisProcess(
                environment, RunCli.print(new ByteArrayOutputStream()), RunCli.print(new ByteArrayOutputStream()));
    }
}
