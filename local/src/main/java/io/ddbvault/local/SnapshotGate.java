package io.ddbvault.local;

/**
 * Keeps writes and snapshots apart, so that a snapshot holds every write that was acknowledged before the export was
 * asked for and none that came later. Writes run beside each other, and so do snapshots.
 */
final class SnapshotGate {
    private int writes;
    private int snapshots;

    synchronized void enterWrite() throws InterruptedException {
        while (snapshots > 0) {
            wait();
        }
        writes++;
    }

    synchronized void leaveWrite() {
        writes--;
        notifyAll();
    }

    /** Stops new writes, then waits for those under way. May be left by another thread than the one that entered. */
    synchronized void enterSnapshot() throws InterruptedException {
        snapshots++;
        try {
            while (writes > 0) {
                wait();
            }
        } catch (InterruptedException e) {
            leaveSnapshot();
            throw e;
        }
    }

    synchronized void leaveSnapshot() {
        snapshots--;
        notifyAll();
    }
}
