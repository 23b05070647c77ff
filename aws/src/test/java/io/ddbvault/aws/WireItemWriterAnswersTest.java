package io.ddbvault.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.port.ItemWriter.Answered;
import java.io.IOException;
import java.util.List;

/** The same answers on connections of our own: whatever they are, what comes of them is the same. */
class WireItemWriterAnswersTest extends SdkItemWriterTest {
    WireItemWriterAnswersTest() throws IOException {}

    @Override
    AwsItemWriter open(AwsClients clients, AwsStub stub) {
        WireItemWriter writer = new WireItemWriter(clients);
        stub.replies(STORED);
        assertThat(writer.write(THREE)).isEqualTo(new Answered(List.of()));
        stub.forget();
        return writer;
    }

    /** Once more by the SDK. */
    @Override
    int triesWithAnError() {
        return 2;
    }

    /** Here, and by the SDK: no connection was kept. */
    @Override
    int triesWithoutAnswer() {
        return 2;
    }

    /** On the connection that the SDK has kept since it showed the way. */
    @Override
    String reasonIfNobodyListens() {
        return "failed to respond";
    }
}
