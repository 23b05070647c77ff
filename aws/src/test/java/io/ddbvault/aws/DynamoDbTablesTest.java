package io.ddbvault.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddbvault.core.model.KeyAttribute;
import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.ItemWriter.Answered;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tables of DynamoDB Local. */
class DynamoDbTablesTest {
    private final DynamoDbTables tables = new DynamoDbTables(LocalAws.CLIENTS.dynamoDb());
    private final SdkItemWriter writer = new SdkItemWriter(LocalAws.CLIENTS);

    @Test
    void aTableIsDescribedWithItsKeysTypes() {
        String table = LocalAws.table("name", "N", "a.b", "B");

        TableDescription description = tables.describe(table).orElseThrow();

        assertThat(description.name()).isEqualTo(table);
        assertThat(description.arn()).startsWith("arn:aws:dynamodb:").endsWith(":table/" + table);
        assertThat(description.isActive()).isTrue();
        assertThat(description.keySchema())
                .isEqualTo(new KeySchema(List.of(new KeyAttribute("name", "N"), new KeyAttribute("a.b", "B"))));
        assertThat(description.itemCount()).isZero();
        assertThat(description.sizeBytes()).isZero();
    }

    @Test
    void aMissingTableIsEmpty() {
        assertThat(tables.describe("no-such-table")).isEmpty();
    }

    @Test
    void allKeysOfATableOfManyPagesComeOnce() {
        String table = LocalAws.table("id", "S");
        Set<String> keys = new HashSet<>();
        List<String> items = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            String key = "{\"id\":{\"S\":\"\\\"é" + i + "\"}}";
            keys.add(key);
            // 1 KB and more each, so that the scan takes several pages.
            items.add("{\"id\":{\"S\":\"\\\"é" + i + "\"},\"v\":{\"S\":\"" + "x".repeat(1000) + "\"}}");
        }
        write(table, items);

        List<List<String>> pages = pages(table);

        assertThat(pages).hasSizeGreaterThan(2);
        assertThat(pages.stream().flatMap(List::stream)).hasSize(3000).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void keysOfNumbersAndBinariesWithReservedNamesAreWhole() {
        String table = LocalAws.table("name", "N", "a.b", "B");
        Set<String> keys = new HashSet<>();
        List<String> items = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            String binary = Base64.getEncoder().encodeToString(new byte[] {(byte) i, (byte) (i >> 8), -1});
            String key = "{\"name\":{\"N\":\"-%d.5\"},\"a.b\":{\"B\":\"%s\"}}".formatted(i % 7, binary);
            keys.add(key);
            items.add(key);
        }
        write(table, items);

        assertThat(pages(table).stream().flatMap(List::stream)).hasSize(3000).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void theKeysOfAPageCanBeDeletedAsTheyAre() {
        String table = LocalAws.table("name", "N", "a.b", "B");
        write(table, List.of("{\"name\":{\"N\":\"1\"},\"a.b\":{\"B\":\"AQ==\"},\"v\":{\"S\":\"x\"}}"));
        String key = pages(table).get(0).get(0);

        assertThat(writer.write(Batches.deletes(table, key))).isEqualTo(new Answered(List.of(), 1.0));

        assertThat(pages(table)).containsExactly(List.of());
    }

    private void write(String table, List<String> items) {
        for (int from = 0; from < items.size(); from += 25) {
            List<String> batch = items.subList(from, Math.min(from + 25, items.size()));
            assertThat(writer.write(Batches.puts(table, batch.toArray(String[]::new))))
                    .isEqualTo(new Answered(List.of(), (double) batch.size()));
        }
    }

    private List<List<String>> pages(String table) {
        List<List<String>> pages = new ArrayList<>();
        Iterator<List<byte[]>> keys = tables.keyPages(tables.describe(table).orElseThrow());
        keys.forEachRemaining(page ->
                pages.add(page.stream().map(key -> new String(key, UTF_8)).toList()));
        return pages;
    }
}
