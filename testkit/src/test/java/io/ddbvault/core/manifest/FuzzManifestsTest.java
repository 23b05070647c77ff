package io.ddbvault.core.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.error.ErrorKind;
import io.ddbvault.core.json.Json;
import io.ddbvault.testkit.InMemoryBackupStore;
import io.ddbvault.testkit.MakeBackup;
import io.ddbvault.testkit.random.DamageBytes;
import io.ddbvault.testkit.random.Fuzz;
import io.ddbvault.testkit.random.GenerateManifests;
import io.ddbvault.testkit.random.SpoilFields;
import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Manifests as anyone with access to the bucket may have left them. */
class FuzzManifestsTest {
    private static final String URI = "s3://backups/native-exports/2025-07-22/manifest.json";
    private static final int INPUTS = 400;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 4);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsWrittenIsReadAgainAsItWas(long seed) {
        Fuzz.run(seed, 200, input -> {
            BackupManifest manifest = new GenerateManifests(input).manifest();

            assertThat(read(BackupManifestJson.write(manifest))).isEqualTo(manifest);
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aSpoiltManifestIsRefusedOrKeepsItsPromises(long seed) {
        Fuzz.run(seed, INPUTS, input -> {
            BackupManifest sane = new GenerateManifests(input).manifest();
            byte[] spoilt = spoil(BackupManifestJson.write(sane), input);
            BackupManifest manifest;
            try {
                manifest = read(spoilt);
            } catch (DdbvaultException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.MANIFEST_UNREADABLE);
                requireShowable(e.text());
                return;
            }
            for (TableExport export : manifest.exports()) {
                assertThat(export.itemCount()).isNotNegative();
                assertThat(export.billingSizeBytes()).isNotNegative();
            }
            assertThat(ExportTotals.of(manifest.exports()).items()).isNotNegative();
            assertThat(ExportTotals.of(manifest.exports()).bytes()).isNotNegative();
            BackupManifest merged = MergeManifests.merge(manifest, sane);
            assertThat(MergeManifests.merge(merged, sane)).isEqualTo(merged);
            assertThat(merged.exports())
                    .extracting(TableExport::tableName)
                    .doesNotHaveDuplicates()
                    .containsAll(manifest.exports().stream()
                            .filter(export -> export.exportArn() == null)
                            .map(TableExport::tableName)
                            .toList());
            assertThat(read(BackupManifestJson.write(merged))).isEqualTo(merged);
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aSpoiltExportManifestWithARightChecksumIsRefusedOrKeepsItsPromises(long seed) {
        Fuzz.run(seed, INPUTS, input -> {
            Spoilt spoilt = new Spoilt(input);
            spoilt.store.put(spoilt.key.replace(".json", ".md5"), md5(spoilt.content));
            try {
                ExportContents contents = spoilt.read();
                BigInteger sum = BigInteger.ZERO;
                for (DataFile file : contents.files()) {
                    assertThat(file.key()).startsWith(spoilt.export.folder()).doesNotContain("/../");
                    assertThat(file.key().chars()).noneMatch(Character::isISOControl);
                    assertThat(file.md5()).matches("[0-9a-f]{32}");
                    assertThat(file.itemCount()).isNotNegative();
                    sum = sum.add(BigInteger.valueOf(file.itemCount()));
                }
                assertThat(sum).isEqualTo(BigInteger.valueOf(contents.itemCount()));
                assertThat(contents.billedSizeBytes()).isNotNegative();
            } catch (DdbvaultException e) {
                assertThat(e.code().kind()).isEqualTo(ErrorKind.CORRUPT_DATA);
                requireShowable(e.text());
            }
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aSpoiltExportManifestIsKnownByItsChecksum(long seed) {
        Fuzz.run(seed, INPUTS, input -> {
            Spoilt spoilt = new Spoilt(input);
            if (Arrays.equals(spoilt.content, spoilt.export.content(spoilt.key))) {
                return;
            }
            try {
                throw new AssertionError("accepted: " + spoilt.read());
            } catch (DdbvaultException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.CHECKSUM_MISMATCH);
                requireShowable(e.text());
            }
        });
    }

    /** An export of which one manifest is spoilt, and its checksum is as it was. */
    private static final class Spoilt {
        final InMemoryBackupStore store = new InMemoryBackupStore();
        final MakeBackup.Export export;
        final String key;
        final byte[] content;

        Spoilt(long seed) throws IOException {
            SplittableRandom random = new SplittableRandom(seed);
            MakeBackup backup = new MakeBackup("backups", "native-exports", "2025-07-20", "production");
            export = backup.table("orders", List.of(List.of("a", "b"), List.of(), List.of("c")));
            backup.objects().forEach(store::put);
            key = random.nextBoolean() ? export.summaryKey() : export.filesKey();
            content = spoil(export.content(key), seed);
            store.put(key, content);
        }

        ExportContents read() {
            ReadExportManifests reader = new ReadExportManifests(store, new BackupLayout("native-exports"));
            ExportSummary summary = reader.summary(export.folder()).orElseThrow();
            return reader.contents(export.folder(), summary);
        }
    }

    /** By values, by bytes, or by both; of JSON lines, each for itself. */
    private static byte[] spoil(byte[] json, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] spoilt = json;
        if (random.nextInt(3) > 0) {
            SpoilFields spoil = new SpoilFields(seed);
            StringBuilder lines = new StringBuilder();
            String text = new String(json, UTF_8);
            for (String part :
                    text.startsWith("{\n") ? List.of(text) : text.lines().toList()) {
                lines.append(Json.compact(spoil.spoil(Json.parse(part)))).append('\n');
            }
            spoilt = lines.toString().getBytes(UTF_8);
        }
        return random.nextInt(3) == 0 || spoilt == json ? new DamageBytes(seed).damage(spoilt) : spoilt;
    }

    private static BackupManifest read(byte[] json) {
        return BackupManifestJson.read(json, new GenerateManifests(0).manifest().date(), URI);
    }

    /** Neither endless nor a command to the terminal. */
    private static void requireShowable(String message) {
        assertThat(message.length()).isLessThan(3000);
        assertThat(message.chars()).noneMatch(c -> Character.isISOControl(c) && c != '\n');
    }

    private static byte[] md5(byte[] content) throws Exception {
        return Base64.getEncoder().encode(MessageDigest.getInstance("MD5").digest(content));
    }
}
