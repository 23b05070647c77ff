package io.ddbvault.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.SplittableRandom;

/**
 * Items as applications have them: ids, words, numbers, some nesting and some bytes. The same seed gives the same items.
 * Not thread-safe.
 */
final class GenerateItems {
    private static final String[] WORDS = {
        "account",
        "active",
        "address",
        "after",
        "amount",
        "archive",
        "backup",
        "balance",
        "before",
        "blue",
        "carrier",
        "city",
        "client",
        "closed",
        "country",
        "credit",
        "customer",
        "daily",
        "delayed",
        "delivery",
        "device",
        "email",
        "first",
        "green",
        "history",
        "invoice",
        "language",
        "last",
        "login",
        "mobile",
        "monthly",
        "number",
        "open",
        "order",
        "parcel",
        "partner",
        "payment",
        "pending",
        "premium",
        "price",
        "product",
        "profile",
        "quantity",
        "queue",
        "refund",
        "region",
        "renewal",
        "retry",
        "second",
        "shipped",
        "status",
        "street",
        "summer",
        "system",
        "ticket",
        "token",
        "update",
        "user",
        "value",
        "version",
        "weekly",
        "window",
        "winter",
        "yellow"
    };

    private final ItemSize size;
    private final SplittableRandom random;
    private final StringBuilder json = new StringBuilder(2048);

    GenerateItems(ItemSize size, long seed) {
        this.size = size;
        this.random = new SplittableRandom(seed);
    }

    /**
     * One item's DynamoDB JSON.
     *
     * @param number what its key is made of
     */
    byte[] item(long number) {
        json.setLength(0);
        switch (size) {
            case LARGE -> large(number);
            case SMALL -> small(number);
        }
        // The last attribute is a text, which takes what is left.
        fill(size.bytes() - json.length() - "\"}}".length());
        json.append("\"}}");
        return json.toString().getBytes(US_ASCII);
    }

    private void small(long number) {
        json.append("{\"id\":{\"S\":\"").append(id(number)).append("\"}");
        json.append(",\"n\":{\"N\":\"").append(random.nextInt(1_000_000)).append("\"}");
        json.append(",\"at\":{\"N\":\"").append(time()).append("\"}");
        json.append(",\"ok\":{\"BOOL\":").append(random.nextBoolean()).append('}');
        json.append(",\"state\":{\"S\":\"").append(word()).append("\"}");
        json.append(",\"text\":{\"S\":\"");
    }

    private void large(long number) {
        json.append("{\"id\":{\"S\":\"").append(id(number)).append("\"}");
        json.append(",\"email\":{\"S\":\"")
                .append(word())
                .append('.')
                .append(word())
                .append(random.nextInt(10_000))
                .append("@example.com\"}");
        json.append(",\"name\":{\"S\":\"")
                .append(word())
                .append(' ')
                .append(word())
                .append("\"}");
        json.append(",\"created_at\":{\"N\":\"").append(time()).append("\"}");
        json.append(",\"updated_at\":{\"N\":\"").append(time()).append("\"}");
        json.append(",\"balance\":{\"N\":\"-").append(random.nextInt(1_000_000)).append(".25\"}");
        json.append(",\"active\":{\"BOOL\":").append(random.nextBoolean()).append('}');
        json.append(",\"tags\":{\"SS\":[\"a-").append(word()).append("\",\"b-").append(word());
        json.append("\",\"c-").append(word()).append("\"]}");
        json.append(",\"address\":{\"M\":{\"street\":{\"S\":\"").append(word()).append(" street ");
        json.append(random.nextInt(300)).append("\"},\"city\":{\"S\":\"").append(word());
        json.append("\"},\"zip\":{\"N\":\"")
                .append(10_000 + random.nextInt(90_000))
                .append("\"}}}");
        json.append(",\"scores\":{\"L\":[{\"N\":\"").append(random.nextInt(1000));
        for (int i = 0; i < 3; i++) {
            json.append("\"},{\"N\":\"").append(random.nextInt(1000));
        }
        json.append("\"},{\"NULL\":true}]}");
        json.append(",\"hash\":{\"B\":\"").append(base64(48)).append("\"}");
        json.append(",\"note\":{\"S\":\"");
    }

    /** Of 25 characters, and never the same for two numbers. */
    private String id(long number) {
        String hex = Long.toHexString(random.nextLong() | Long.MIN_VALUE);
        return hex.substring(4) + "-%012d".formatted(number);
    }

    private long time() {
        return 1_700_000_000_000L + random.nextLong(60_000_000_000L);
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }

    private String base64(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private void fill(int length) {
        if (length < 1) {
            throw new IllegalStateException("an item of %s has no room for its text".formatted(size.title()));
        }
        int end = json.length() + length;
        while (json.length() < end) {
            json.append(word()).append(' ');
        }
        json.setLength(end);
    }
}
