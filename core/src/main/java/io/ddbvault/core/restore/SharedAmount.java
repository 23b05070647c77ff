package io.ddbvault.core.restore;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Something of which there is only so much for all the tables that are restored side by side: each has a part of its own,
 * which no other can take from it, and beyond that what is free of a rest. One table alone has it all. Thread-safe.
 */
final class SharedAmount {
    private final long own;
    private final AtomicLong rest;

    /**
     * @param own what each table has
     * @param rest what they have together beyond that
     */
    SharedAmount(long own, long rest) {
        this.own = own;
        this.rest = new AtomicLong(rest);
    }

    /** For one table, which has one at a time. */
    Part part() {
        return new Part();
    }

    /** What one table took. Thread-safe. */
    final class Part implements AutoCloseable {
        private long taken;
        private long ofRest;

        private Part() {}

        /** Whether so much more is the table's own. */
        synchronized boolean isOwn(long amount) {
            return taken + amount <= own;
        }

        /** @return false if so much is not free; nothing is taken then */
        synchronized boolean take(long amount) {
            long lacking = Math.max(0, taken + amount - own - ofRest);
            if (!takeOfRest(lacking)) {
                return false;
            }
            ofRest += lacking;
            taken += amount;
            return true;
        }

        /** Takes what is perhaps more than there is; only for a table that has taken nothing else, and would else never. */
        synchronized boolean takeAlone(long amount) {
            if (taken > 0) {
                return false;
            }
            taken = amount;
            return true;
        }

        synchronized void giveBack(long amount) {
            taken -= amount;
            giveBackRest(Math.max(0, taken - own));
        }

        /** Gives back all. */
        @Override
        public synchronized void close() {
            taken = 0;
            giveBackRest(0);
        }

        private void giveBackRest(long but) {
            if (ofRest > but) {
                rest.addAndGet(ofRest - but);
                ofRest = but;
            }
        }
    }

    private boolean takeOfRest(long amount) {
        long free = rest.get();
        while (amount <= free) {
            if (amount == 0 || rest.compareAndSet(free, free - amount)) {
                return true;
            }
            free = rest.get();
        }
        return false;
    }
}
