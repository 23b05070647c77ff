package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What can be restored, and what cannot and why.
 *
 * @param order the requested tables, in the request's order; each is in one of the maps
 * @param valid by the backed up table's name
 * @param refused by the backed up table's name
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

    /** The same without the tables for which this check throws what does not concern the whole run. */
    ValidatedBackup refusing(Consumer<ValidatedTable> check) {
        Map<String, ValidatedTable> stillValid = new LinkedHashMap<>();
        Map<String, Refusal> nowRefused = new LinkedHashMap<>(refused);
        valid.forEach((source, table) -> {
            try {
                check.accept(table);
                stillValid.put(source, table);
            } catch (DdbvaultException e) {
                if (e.code().concernsTheRun()) {
                    throw e;
                }
                nowRefused.put(
                        source, new Refusal(table.name(), table.contents().exportArn(), e.code(), e.text()));
            }
        });
        return with(stillValid, nowRefused);
    }

    ValidatedBackup with(Map<String, ValidatedTable> nowValid, Map<String, Refusal> nowRefused) {
        return new ValidatedBackup(date, order, nowValid, nowRefused, warnings);
    }

    /**
     * Why a table will not be touched.
     *
     * @param target the name of the table that would have been written
     */
    record Refusal(String target, @Nullable String exportArn, ErrorCode code, String reason) {}

    /** The same, but if one table is refused, none is restored. */
    ValidatedBackup allOrNothing() {
        if (refused.isEmpty()) {
            return this;
        }
        String reason = "Left alone: all_or_nothing was asked for, and %s did not pass validation."
                .formatted(String.join(", ", refused.keySet()));
        Map<String, Refusal> all = new LinkedHashMap<>(refused);
        valid.forEach((source, table) ->
                all.put(source, new Refusal(table.name(), table.contents().exportArn(), ErrorCode.STOPPED, reason)));
        return new ValidatedBackup(date, order, Map.of(), all, warnings);
    }
}
