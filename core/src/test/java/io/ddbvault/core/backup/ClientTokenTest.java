package io.ddbvault.core.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientTokenTest {
    @Test
    void isTheSameOnEveryMachineAndInEveryRelease() {
        // A release that changed it would start every export of a retry once more.
        assertThat(ClientToken.of("2025-07-22T02:00:00Z", "arn:table/users", "bucket", "p/2025-07-22/users", 0))
                .isEqualTo("2709dcb14c4d95ea7cc7baba60131e95");
    }

    @Test
    void everyPartMakesADifference() {
        assertThat(Set.of(
                        ClientToken.of("run", "arn", "bucket", "prefix", 0),
                        ClientToken.of("run2", "arn", "bucket", "prefix", 0),
                        ClientToken.of("run", "arn2", "bucket", "prefix", 0),
                        ClientToken.of("run", "arn", "bucket2", "prefix", 0),
                        ClientToken.of("run", "arn", "bucket", "prefix2", 0),
                        ClientToken.of("run", "arn", "bucket", "prefix", 1),
                        ClientToken.of("run\narn", "arn", "bucket", "prefix", 0)))
                .hasSize(7)
                .allSatisfy(token -> assertThat(token).matches("[0-9a-f]{32}"));
    }
}
