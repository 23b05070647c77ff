package io.ddbvault.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.port.BackupEraser;
import io.ddbvault.core.port.BackupEraser.StoredObject;
import io.ddbvault.core.port.BackupStore;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link BackupEraser} does. Each test works under a prefix of its own. */
public abstract class BackupEraserContract {
    protected static final LocalDate DATE = LocalDate.parse("2025-07-22");

    protected final BackupLayout layout = new BackupLayout("contract-" + UUID.randomUUID());

    protected abstract BackupStore store();

    /** Of the same bucket, for {@link #layout}. */
    protected abstract BackupEraser eraser();

    @Test
    public void listsTheObjectsUnderADateWithTheirSizesAndNoOthers() {
        put("2025-07-22/manifest.json", "{}");
        put("2025-07-22/users/AWSDynamoDB/1/data/été & more+.json.gz", "12345");
        put("2025-07-22x/manifest.json", "{}");
        put("2025-07-21/manifest.json", "{}");
        put("_state/backups/2025-07-22.json", "{}");

        assertThat(eraser().objects(DATE, null))
                .containsExactly(
                        new StoredObject(key("2025-07-22/manifest.json"), 2),
                        new StoredObject(key("2025-07-22/users/AWSDynamoDB/1/data/été & more+.json.gz"), 5));
        assertThat(eraser().objects(DATE, key("2025-07-22/manifest.json")))
                .containsExactly(new StoredObject(key("2025-07-22/users/AWSDynamoDB/1/data/été & more+.json.gz"), 5));
        assertThat(eraser().objects(DATE, key("2025-07-22/users/z"))).isEmpty();
        assertThat(eraser().objects(LocalDate.parse("2025-07-20"), null)).isEmpty();
    }

    @Test
    public void moreThanAThousandObjectsAreListedAndDeletedPageByPage() {
        for (int i = 0; i < 1_005; i++) {
            put("2025-07-22/users/%04d".formatted(i), "x");
        }

        List<StoredObject> first = eraser().objects(DATE, null);
        List<StoredObject> second =
                eraser().objects(DATE, first.get(first.size() - 1).key());

        assertThat(first).hasSize(BackupEraser.MAX_KEYS);
        assertThat(second)
                .extracting(StoredObject::key)
                .containsExactly(
                        key("2025-07-22/users/1000"),
                        key("2025-07-22/users/1001"),
                        key("2025-07-22/users/1002"),
                        key("2025-07-22/users/1003"),
                        key("2025-07-22/users/1004"));
        assertThat(eraser().erase(DATE, first.stream().map(StoredObject::key).toList()))
                .isEmpty();
        assertThat(eraser().objects(DATE, null)).isEqualTo(second);
    }

    @Test
    public void deletesWhatItIsToldAndNothingElse() {
        put("2025-07-22/users/a & b+é.gz", "1");
        put("2025-07-22/users/c", "2");
        put("2025-07-21/users/c", "3");

        assertThat(eraser().erase(DATE, List.of(key("2025-07-22/users/a & b+é.gz"), key("2025-07-22/users/absent"))))
                .isEmpty();

        assertThat(eraser().objects(DATE, null)).containsExactly(new StoredObject(key("2025-07-22/users/c"), 1));
        assertThat(store().read(key("2025-07-21/users/c"), 10)).isPresent();
        assertThat(eraser().erase(DATE, List.of())).isEmpty();
    }

    @Test
    public void theManifestGoesIfItIsTheOneThatWasSeen() {
        put("2025-07-22/manifest.json", "first");
        String first = store().peek(layout.manifest(DATE), 1).orElseThrow().etag();
        assertThat(store().putIfUnchanged(layout.manifest(DATE), "second".getBytes(UTF_8), first))
                .isTrue();
        String second = store().peek(layout.manifest(DATE), 1).orElseThrow().etag();

        assertThat(eraser().eraseManifest(DATE, first)).isFalse();
        assertThat(store().read(layout.manifest(DATE), 10).orElseThrow().bytes())
                .asString(UTF_8)
                .isEqualTo("second");
        assertThat(eraser().eraseManifest(DATE, second)).isTrue();
        assertThat(store().read(layout.manifest(DATE), 10)).isEmpty();
        assertThat(eraser().eraseManifest(DATE, second)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-07-22/manifest.json",
                "2025-07-22",
                "2025-07-21/users/c",
                "2025-07-22x/users/c",
                "_state/restores/x/checkpoint.json",
                "../2025-07-22/users/c"
            })
    public void whatLiesElsewhereIsNeverDeletedNorAnythingBesideIt(String elsewhere) {
        put("2025-07-22/users/c", "2");

        assertThatThrownBy(() -> eraser().erase(DATE, List.of(key("2025-07-22/users/c"), key(elsewhere))))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(store().read(key("2025-07-22/users/c"), 10)).isPresent();
    }

    @Test
    public void moreKeysThanS3TakesAreRefused() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i <= BackupEraser.MAX_KEYS; i++) {
            keys.add(key("2025-07-22/users/" + i));
        }

        assertThatThrownBy(() -> eraser().erase(DATE, keys)).isInstanceOf(IllegalArgumentException.class);
    }

    protected final void put(String name, String content) {
        assertThat(store().putIfAbsent(key(name), content.getBytes(UTF_8))).isTrue();
    }

    protected final String key(String name) {
        return layout.root() + name;
    }
}
