package io.ddbvault.core.item;

import io.ddbvault.core.format.MalformedLineException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Says in which attributes two items differ, by the rules of {@link CanonicalItem}. Pure; not thread-safe. */
public final class CompareItems {
    private final CanonicalItem canonical = new CanonicalItem();

    /**
     * Compares two items in DynamoDB JSON.
     *
     * @throws MalformedLineException if one of them is no item; the message names no value
     */
    public AttributeDifferences compare(byte[] here, byte[] there) throws MalformedLineException {
        return ofCanonical(canonical.of(here), canonical.of(there));
    }

    /** As {@link #compare}, of two canonical forms. Both have their attributes in one order, so one walk is enough. */
    static AttributeDifferences ofCanonical(byte[] here, byte[] there) {
        List<String> onlyHere = new ArrayList<>();
        List<String> onlyThere = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        Walk one = new Walk(here);
        Walk other = new Walk(there);
        while (one.hasMore() || other.hasMore()) {
            int order = one.compareName(other);
            if (order < 0) {
                onlyHere.add(one.name());
            } else if (order > 0) {
                onlyThere.add(other.name());
            } else if (!one.hasValueOf(other)) {
                changed.add(one.name());
            }
            if (order <= 0) {
                one.next();
            }
            if (order >= 0) {
                other.next();
            }
        }
        return new AttributeDifferences(
                onlyHere.stream().sorted().toList(),
                onlyThere.stream().sorted().toList(),
                changed.stream().sorted().toList());
    }

    /** Goes over the attributes of a canonical form. */
    private static final class Walk {
        /** The item's type and count. */
        private static final int HEAD = 1 + Integer.BYTES;

        private final byte[] bytes;
        private int at = HEAD;

        Walk(byte[] canonical) {
            this.bytes = canonical;
        }

        boolean hasMore() {
            return at < bytes.length;
        }

        void next() {
            at = valueEnd();
        }

        String name() {
            return new String(bytes, at + Integer.BYTES, nameEnd() - at - Integer.BYTES, StandardCharsets.UTF_8);
        }

        /** By the bytes of the name and its length, which is how they are ordered; the end comes after all. */
        int compareName(Walk other) {
            if (!hasMore() || !other.hasMore()) {
                return Boolean.compare(!hasMore(), !other.hasMore());
            }
            return Arrays.compareUnsigned(bytes, at, nameEnd(), other.bytes, other.at, other.nameEnd());
        }

        boolean hasValueOf(Walk other) {
            return Arrays.equals(bytes, nameEnd(), valueEnd(), other.bytes, other.nameEnd(), other.valueEnd());
        }

        private int nameEnd() {
            return at + Integer.BYTES + CanonicalBytes.intAt(bytes, at);
        }

        private int valueEnd() {
            return nameEnd() + Integer.BYTES + CanonicalBytes.intAt(bytes, nameEnd());
        }
    }
}
