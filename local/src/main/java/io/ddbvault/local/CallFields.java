package io.ddbvault.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of a request, and refuses what breaks the model's constraints in the service's words.
 *
 * @param path what leads to these members, with a dot at its end; empty for those of the request itself
 */
record CallFields(JsonNode request, String path) {

    CallFields(JsonNode request) {
        this(request, "");
    }

    @Nullable
    String text(String member) {
        JsonNode value = request.get(member);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new ApiException("SerializationException", "Unexpected value type for member " + member);
        }
        return value.textValue();
    }

    String requiredText(String member, int mostLength) {
        String value = text(member, 1, mostLength);
        if (value == null) {
            throw broken("null", member, "Member must not be null");
        }
        return value;
    }

    boolean requiredFlag(String member) {
        if (!has(member)) {
            throw broken("null", member, "Member must not be null");
        }
        if (!request.path(member).isBoolean()) {
            throw new ApiException("SerializationException", "Unexpected value type for member " + member);
        }
        return request.path(member).booleanValue();
    }

    @Nullable
    String text(String member, int leastLength, int mostLength) {
        String value = text(member);
        if (value != null && value.length() < leastLength) {
            throw broken("'" + value + "'", member, "Member must have length greater than or equal to " + leastLength);
        }
        if (value != null && value.length() > mostLength) {
            throw broken("'" + value + "'", member, "Member must have length less than or equal to " + mostLength);
        }
        return value;
    }

    @Nullable
    String text(String member, Pattern form) {
        String value = text(member);
        if (value != null && !form.matcher(value).matches()) {
            throw broken(
                    "'" + value + "'", member, "Member must satisfy regular expression pattern: " + form.pattern());
        }
        return value;
    }

    @Nullable
    String oneOf(String member, List<String> allowed) {
        String value = text(member);
        if (value != null && !allowed.contains(value)) {
            throw broken("'" + value + "'", member, "Member must satisfy enum value set: " + allowed);
        }
        return value;
    }

    int number(String member, int least, int most, int otherwise) {
        JsonNode value = request.get(member);
        if (value == null || value.isNull()) {
            return otherwise;
        }
        if (!value.canConvertToInt() || value.intValue() < least) {
            throw broken(
                    "'" + value.asText() + "'", member, "Member must have value greater than or equal to " + least);
        }
        if (value.intValue() > most) {
            throw broken("'" + value.asText() + "'", member, "Member must have value less than or equal to " + most);
        }
        return value.intValue();
    }

    /** A point in time, which travels as epoch seconds with decimals. */
    @Nullable
    Instant time(String member) {
        JsonNode value = request.get(member);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isNumber()) {
            throw new ApiException("SerializationException", "Unexpected value type for member " + member);
        }
        return Instant.ofEpochMilli(value.decimalValue()
                .movePointRight(3)
                .setScale(0, RoundingMode.HALF_UP)
                .longValue());
    }

    boolean has(String member) {
        return request.hasNonNull(member);
    }

    CallFields nested(String member) {
        if (!request.path(member).isObject()) {
            throw broken("null", member, "Member must not be null");
        }
        return new CallFields(request.path(member), path + lowerFirst(member) + '.');
    }

    static BigDecimal epochSeconds(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), 3);
    }

    private ApiException broken(String value, String member, String constraint) {
        return ApiException.validation("1 validation error detected: Value " + value + " at '" + path
                + lowerFirst(member) + "' failed to satisfy constraint: " + constraint);
    }

    private static String lowerFirst(String member) {
        return member.substring(0, 1).toLowerCase(Locale.ROOT) + member.substring(1);
    }
}
