package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.port.Tables;

/** A restore writes into tables that exist and are ACTIVE. */
final class RequireActiveTable {
    private RequireActiveTable() {}

    /** @throws DdbvaultException {@code TABLE_NOT_FOUND}, {@code TABLE_NOT_ACTIVE}, and what the port throws */
    static TableDescription describe(Tables tables, String name) {
        TableDescription target = tables.describe(name)
                .orElseThrow(() -> new DdbvaultException(
                        ErrorCode.TABLE_NOT_FOUND,
                        "The table %s does not exist in this account and Region. Create it first (ddbvault restores into existing tables), or check AWS_REGION."
                                .formatted(name)));
        if (!target.isActive()) {
            throw new DdbvaultException(
                    ErrorCode.TABLE_NOT_ACTIVE,
                    "The table %s is %s, not ACTIVE. Wait until it is, and try again."
                            .formatted(name, target.status()));
        }
        return target;
    }
}
