package io.ddbvault.core.diff;

import io.ddbvault.core.diff.Difference.Kind;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.format.KeyFingerprint;
import io.ddbvault.core.format.MalformedLineException;
import io.ddbvault.core.format.ReadKey;
import io.ddbvault.core.item.AttributeDifferences;
import io.ddbvault.core.item.CompareItems;
import io.ddbvault.core.model.KeySchema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes differences of items that were read again. Thread-safe. */
final class Describe {
    private static final AttributeDifferences NONE = new AttributeDifferences(List.of(), List.of(), List.of());

    private final KeySchema schema;
    private final boolean values;
    private final ThreadLocal<CompareItems> compare = ThreadLocal.withInitial(CompareItems::new);

    Describe(KeySchema schema, boolean values) {
        this.schema = schema;
        this.values = values;
    }

    boolean values() {
        return values;
    }

    KeyFingerprint fingerprint(byte[] item) {
        return KeyFingerprint.of(keyValues(item), schema);
    }

    /** In DynamoDB JSON. */
    String key(byte[] item) {
        return ReadKey.asJson(keyValues(item), schema);
    }

    private Map<String, String> keyValues(byte[] item) {
        return ReadKey.read(item, 0, item.length, schema).orElseThrow(() -> changedMeanwhile("has no key"));
    }

    Difference onlyHere(byte[] item) {
        return new Difference(Kind.ONLY_HERE, key(item), NONE, values ? item : null, null);
    }

    Difference onlyThere(byte[] item) {
        return new Difference(Kind.ONLY_THERE, key(item), NONE, null, values ? item : null);
    }

    /** @param key in DynamoDB JSON */
    static Difference onlyThere(String key) {
        return new Difference(Kind.ONLY_THERE, key, NONE, null, null);
    }

    /** @return null if they are the same */
    @Nullable
    Difference changed(byte[] here, byte[] there) {
        AttributeDifferences attributes;
        try {
            attributes = compare.get().compare(here, there);
        } catch (MalformedLineException e) {
            throw changedMeanwhile(e.reason());
        }
        return attributes.isEmpty()
                ? null
                : new Difference(Kind.CHANGED, key(here), attributes, values ? here : null, values ? there : null);
    }

    /** It was read once without an error. */
    private static DdbvaultException changedMeanwhile(String why) {
        return new DdbvaultException(ErrorCode.INTERNAL_ERROR, "An item that was read before is none any more: " + why);
    }
}
