package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableResultTest {
    @Test
    void aRemarkFollowsTheErrorOrIsIt() {
        TableResult result = new TableResult("orders", TableStatus.COMPLETED, null, 1, 1, 1, 0, 0, null, null);

        TableResult once = result.withRemark("One thing.");

        assertThat(once.error()).isEqualTo("One thing.");
        assertThat(once.withRemark("Another.").error()).isEqualTo("One thing. Another.");
    }
}
