package io.ddbvault.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.port.ItemWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a writer has to say of how the writes went gets to the user, once. */
class RemarkOfWriterTest {
    private static final String ID = "20250722T030000Z-1a2b3c4d";
    private static final RestoreRequest BOTH = new RestoreRequest(null, List.of("orders", "users"), false, true, 2);

    private final InMemoryRestore scene = new InMemoryRestore();

    @BeforeEach
    void twoTablesAndTheirBackup() {
        scene.backUp("orders", "users");
    }

    @Test
    void aRemarkIsAWarningOnceHoweverManyTablesThereAre() {
        RestoreReport report = scene.run(BOTH, ID, writerThatSays("130 of 131 batches went the slow way."));

        assertThat(report.results())
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.status()).isEqualTo(TableStatus.COMPLETED));
        assertThat(report.warnings()).containsExactly("130 of 131 batches went the slow way.");
    }

    @Test
    void aWriterWithoutOneLeavesNoWarning() {
        assertThat(scene.run(BOTH, ID, scene.writer).warnings()).isEmpty();
    }

    private ItemWriter writerThatSays(String remark) {
        return new ItemWriter() {
            @Override
            public Outcome write(WriteBatch batch) {
                return scene.writer.write(batch);
            }

            @Override
            public Optional<String> remark() {
                return Optional.of(remark);
            }
        };
    }
}
