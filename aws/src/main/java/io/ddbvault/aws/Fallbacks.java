package io.ddbvault.aws;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the batches that took the slow way, and why, so that it never hides. Thread-safe. */
final class Fallbacks {
    private static final Logger LOG = LoggerFactory.getLogger(Fallbacks.class);
    private static final long FEW = 3;
    private static final int ONE_OF = 100;
    private static final int REASONS_TOLD = 3;

    private final LongAdder batches = new LongAdder();
    private final Map<String, LongAdder> reasons = new ConcurrentHashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    void countBatch() {
        batches.increment();
    }

    /** Logs that a batch takes the slow way, once for each reason. */
    void tell(String reason) {
        if (told.add(reason)) {
            LOG.info("A batch is sent again by the SDK: {}", reason);
        }
    }

    /**
     * Counts a batch that took the slow way, and arrived by it.
     *
     * @param reason an error's code or kind; nothing of an item, and one of few
     */
    void count(String reason) {
        reasons.computeIfAbsent(reason, any -> new LongAdder()).increment();
    }

    long count() {
        return reasons.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** What a user should know, if it is more than one batch of a hundred. */
    Optional<String> remark() {
        long slow = count();
        long all = batches.sum();
        if (slow < FEW || slow * ONE_OF <= all) {
            return Optional.empty();
        }
        List<Map.Entry<String, Long>> byCount = reasons.entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), entry.getValue().sum()))
                .sorted(Comparator.comparing((Map.Entry<String, Long> entry) -> -entry.getValue())
                        .thenComparing(Map.Entry::getKey))
                .toList();
        String told = byCount.stream()
                .limit(REASONS_TOLD)
                .map(entry -> "%s: %d".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("; "));
        return Optional.of(
                "%d of %d batches were sent by the slower way of the AWS SDK, because the faster one did not do it (%s%s). Nothing is lost by that but time; '--transport sdk' goes the slower way at once."
                        .formatted(slow, all, told, byCount.size() > REASONS_TOLD ? "; …" : ""));
    }
}
