package io.ddbvault.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeaveOutGlueTest {
    @Test
    void whatGlueGivesForItselfIsLeftOutAndTheRestIsAsItWas() {
        assertThat(LeaveOutGlue.from(new String[] {
                    "--JOB_NAME",
                    "ddbvault-restore",
                    "--date",
                    "2025-07-22",
                    "--TempDir",
                    "s3://somewhere/",
                    "--JOB_RUN_ID",
                    "--clear-existing-data",
                    "--job-bookmark-option",
                    "job-bookmark-disable",
                    "--target",
                    "users=users-2",
                    "one-more"
                }))
                .containsExactly(
                        "--date", "2025-07-22", "--clear-existing-data", "--target", "users=users-2", "one-more");
    }
}
