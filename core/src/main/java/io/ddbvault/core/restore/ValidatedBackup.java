package io.ddbvault.core.restore;

import io.ddbvault.core.error.ErrorCode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What can be restored, and what cannot and why.
 *
 * @param order the requested tables, in the request's order; each is in one of the maps
 */
record ValidatedBackup(
        LocalDate date,
        List<String> order,
        Map<String, ValidatedTable> valid,
        Map<String, Refusal> refused,
        List<String> warnings) {

    /** The tables that can be restored, in the request's order. */
    List<ValidatedTable> inOrder() {
        return order.stream().filter(valid::containsKey).map(valid::get).collect(Collectors.toList());
    }

    ValidatedBackup with(Map<String, ValidatedTable> nowValid, Map<String, Refusal> nowRefused) {
        return new ValidatedBackup(date, order, nowValid, nowRefused, warnings);
    }

    /** Why a table will not be touched. */
    record Refusal(@Nullable String exportArn, ErrorCode code, String reason) {}
}
