package io.ddbvault.core.restore;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a request may name keys: of one table, and not where the rest of the table would be deleted. Pure. */
public final class CheckKeys {
    private CheckKeys() {}

    /**
     * @param tables the backed up tables that would be restored; null where the backup is yet to say them
     * @return a sentence without its full stop; empty if all is well
     */
    public static Optional<String> problem(RestoreRequest request, @Nullable List<String> tables) {
        if (request.keys().isEmpty()) {
            return Optional.empty();
        }
        if (request.clearExistingData()) {
            return Optional.of("keys and clear_existing_data do not go together: all but these items would be deleted");
        }
        return tables == null || tables.size() == 1
                ? Optional.empty()
                : Optional.of("keys are of one table, and %d would be restored, %s; name one of them in tables"
                        .formatted(tables.size(), String.join(", ", tables)));
    }
}
