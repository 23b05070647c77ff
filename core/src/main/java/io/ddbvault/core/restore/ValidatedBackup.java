package io.ddbvault.core.restore;

import io.ddbvault.core.error.ErrorCode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
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

    /** Why a table will not be touched. */
    record Refusal(@Nullable String exportArn, ErrorCode code, String reason) {}
}
