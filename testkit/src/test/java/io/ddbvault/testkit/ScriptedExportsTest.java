package io.ddbvault.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.manifest.DataFile;
import io.ddbvault.core.manifest.ExportContents;
import io.ddbvault.core.manifest.ReadExportManifests;
import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.port.TableExports.ExportRequest;
import io.ddbvault.core.port.TableExports.ExportState;
import io.ddbvault.core.port.TableExports.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScriptedExportsTest {
    private final FakeClock clock = FakeClock.at("2025-07-22T02:00:04.123Z");
    private final InMemoryBackupStore store = new InMemoryBackupStore("bucket");
    private final InMemoryTables tables = new InMemoryTables();
    private final ScriptedExports exports = new ScriptedExports(tables, store, "bucket", clock);

    @BeforeEach
    void createTable() {
        tables.create("users", new KeySchema(List.of(new KeyAttribute("id", "S"))));
        for (String id : List.of("a", "b", "c", "d", "e")) {
            tables.put("users", "{\"id\":{\"S\":\"%s\"}}".formatted(id));
        }
    }

    @Test
    void anExportWritesWhatAGenuineOneHolds() throws IOException {
        String arn = exports.start(request("token")).exportArn();
        clock.advance(Duration.ofMinutes(5));
        assertThat(exports.describe(arn).orElseThrow().status()).isEqualTo(Status.COMPLETED);

        ReadExportManifests manifests = new ReadExportManifests(store, new BackupLayout("exports"));
        String folder = exports.folder(arn);
        ExportContents contents =
                manifests.contents(folder, manifests.summary(folder).orElseThrow());
        assertThat(arn).endsWith("table/users/export/01753149604123-00000001");
        assertThat(contents.exportArn()).isEqualTo(arn);
        assertThat(contents.itemCount()).isEqualTo(5);
        assertThat(contents.files()).hasSize(4).extracting(DataFile::itemCount).containsExactly(2L, 1L, 1L, 1L);
        StringBuilder lines = new StringBuilder();
        for (DataFile file : contents.files()) {
            assertThat(file.key())
                    .matches("exports/users/AWSDynamoDB/01753149604123-00000001/data/[a-z2-7]{26}\\.json\\.gz");
            assertThat(store.peek(file.key(), 0).orElseThrow().etag())
                    .isEqualTo(file.etag())
                    .endsWith("-1");
            try (InputStream data = new GZIPInputStream(new ByteArrayInputStream(store.bytes(file.key())))) {
                lines.append(new String(data.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(lines.toString().split("\n"))
                .hasSize(5)
                .contains("{\"Item\":{\"id\":{\"S\":\"a\"}}}", "{\"Item\":{\"id\":{\"S\":\"e\"}}}");
    }

    @Test
    void theDataStandAtTheExportsStart() {
        String arn = exports.start(request("token")).exportArn();
        tables.put("users", "{\"id\":{\"S\":\"later\"}}");
        clock.advance(Duration.ofMinutes(5));

        assertThat(exports.describe(arn).orElseThrow().itemCount()).isEqualTo(5);
    }

    @Test
    void whileItRunsNothingIsKnownOfItsEnd() {
        ExportState state = exports.start(request("token"));

        Instant start = clock.instant();
        assertThat(state)
                .isEqualTo(new ExportState(
                        state.exportArn(), Status.IN_PROGRESS, start, null, start, 0, 0, null, "token"));
        assertThat(exports.describe(state.exportArn())).contains(state);
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void theSameTokenGivesTheSameExportAndOtherParametersAConflict() {
        ExportState first = exports.start(request("token"));

        assertThat(exports.start(request("token"))).isEqualTo(first);
        assertThat(exports.start(request("another")).exportArn()).isNotEqualTo(first.exportArn());
        ExportRequest other = new ExportRequest(InMemoryTables.arn("users"), "bucket", "else", null, null, "token");
        assertThatThrownBy(() -> exports.start(other)).hasMessageContaining("Export conflict");
        assertThat(exports.exportArns()).hasSize(2);
        assertThat(exports.startCalls()).hasSize(4);
    }

    @Test
    void endsNotBeforeItsPoll() {
        exports.take(Duration.ZERO);
        exports.takePolls(2);
        String arn = exports.start(request("token")).exportArn();

        assertThat(exports.describe(arn).orElseThrow().status()).isEqualTo(Status.IN_PROGRESS);
        assertThat(exports.describe(arn).orElseThrow().status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void aScriptedFailureHitsTheNextExportAlone() {
        exports.take(Duration.ZERO);
        exports.failNext("users", "no bucket");
        String failed = exports.start(request("one")).exportArn();
        String good = exports.start(request("two")).exportArn();

        assertThat(exports.describe(failed).orElseThrow().failureMessage()).isEqualTo("no bucket");
        assertThat(exports.describe(good).orElseThrow().status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void doesNotKnowOtherExports() {
        assertThat(exports.describe("arn:aws:dynamodb:eu-west-1:111122223333:table/users/export/0-0"))
                .isEmpty();
    }

    private static ExportRequest request(String token) {
        return new ExportRequest(InMemoryTables.arn("users"), "bucket", "exports/users", null, null, token);
    }
}
