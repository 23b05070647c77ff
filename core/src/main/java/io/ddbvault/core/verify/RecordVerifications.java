package io.ddbvault.core.verify;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.evidence.Depth;
import io.ddbvault.core.evidence.StoreVerification;
import io.ddbvault.core.evidence.Verification;
import io.ddbvault.core.evidence.Verification.Verdict;
import io.ddbvault.core.verify.VerifiedTable.Counts;
import io.ddbvault.core.verify.VerifiedTable.State;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps in the bucket what was found of each table, so that a report can tell when it was last proven good. Of several
 * dates that is the newest. A verification is worth as much where this is not possible, so it only warns.
 */
final class RecordVerifications {
    private final StoreVerification storeVerification;

    RecordVerifications(StoreVerification storeVerification) {
        this.storeVerification = storeVerification;
    }

    /** @return what could not be kept, a sentence each */
    List<String> record(List<VerifiedTable> verified, Depth depth, Instant now) {
        Map<String, VerifiedTable> newest = new LinkedHashMap<>();
        verified.stream()
                .filter(VerifiedTable::isJudged)
                .forEach(table -> newest.merge(
                        table.table(), table, (one, other) -> one.date().isBefore(other.date()) ? other : one));
        Set<String> reasons = new LinkedHashSet<>();
        newest.forEach((table, result) -> {
            try {
                storeVerification.store(table, depth, verification(result, depth, now));
            } catch (DdbvaultException e) {
                reasons.add(e.text());
            }
        });
        return reasons.stream()
                .map("What was found could not be kept for 'ddbvault report'; --no-record does not try. %s"::formatted)
                .toList();
    }

    private static Verification verification(VerifiedTable result, Depth depth, Instant now) {
        Counts counts = result.counts();
        boolean quick = depth == Depth.QUICK;
        return new Verification(
                result.date(),
                now,
                result.state() == State.GOOD ? Verdict.GOOD : Verdict.BAD,
                result.exportArn(),
                quick ? counts.files() : counts.filesRead(),
                quick ? counts.items() : counts.itemsRead(),
                counts.bytesRead(),
                result.problems().stream().map(Problem::text).toList());
    }
}
