package io.ddbvault.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RenderBarTest {
    private static final String TASK = "mfa-api_production_user_global: writing";
    private static final String MESSAGE = "2.1 MiB, 4,531/s, 0:01 left";

    private final RenderBar renderBar = new RenderBar(new BarStyle(false, false));

    @Test
    void aWideTerminalShowsEverything() {
        assertThat(renderBar.render(TASK, 15_000, 20_000, MESSAGE, 130))
                .isEqualTo(TASK + " ##############################..........  75% 15,000/20,000  " + MESSAGE + "  ")
                .hasSize(130);
    }

    @Test
    void aNarrowTerminalCutsTheNameAndNeverTheNumbers() {
        assertThat(renderBar.render(TASK, 15_000, 20_000, MESSAGE, 80))
                .isEqualTo("...n_user_global: writing ####..  75% 15,000/20,000  " + MESSAGE)
                .hasSize(80);
    }

    @Test
    void nothingToDoIsAllDone() {
        assertThat(renderBar.render("users: deleting", 0, 0, "", 40))
                .isEqualTo("users: deleting ############### 100% 0/0");
    }

    @Test
    void theDonePartIsColouredWhereColourIsWanted() {
        assertThat(new RenderBar(new BarStyle(true, true)).render("users", 1, 2, "", 30))
                .isEqualTo("users \u001b[32m███████\u001b[0m░░░░░░░░  50% 1/2");
    }

    @Test
    void aShorterLineCoversTheLongerOneBeforeIt() {
        assertThat(renderBar.render("users: writing", 99, 100, "2.1 MiB, 4,531/s, 0:01 left", 120))
                .hasSize(120);
        assertThat(renderBar.render("users: writing", 100, 100, "in 1.0 s", 120))
                .hasSize(120);
    }
}
