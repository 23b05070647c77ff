package io.ddbvault.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.port.ItemWriter;
import java.util.List;

/** The contract on connections of our own. */
class LocalWireItemWriterTest extends LocalItemWriterTest {
    @Override
    AwsItemWriter open() {
        return new WireItemWriter(LocalAws.CLIENTS);
    }

    /** The SDK shows the way: what the test then writes does not go by it. */
    @Override
    String ready(String name, String key) {
        assertThat(new SdkItemWriter(LocalAws.CLIENTS).write(Batches.deletes(name, key)))
                .isInstanceOfSatisfying(
                        ItemWriter.Answered.class,
                        answered -> assertThat(answered.unprocessed()).isEqualTo(List.of()));
        return name;
    }
}
