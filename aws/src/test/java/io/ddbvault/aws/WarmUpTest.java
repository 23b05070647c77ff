package io.ddbvault.aws;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;

/** A warm-up that fails is passed over, so only a test notices that it no longer works. */
class WarmUpTest {
    @Test
    void theMadeUpCallsAreAnsweredWithoutAnyServer() {
        assertThatCode(() -> {
                    WarmUp.s3(Region.EU_WEST_1);
                    WarmUp.dynamoDb(Region.EU_WEST_1);
                })
                .doesNotThrowAnyException();
    }
}
