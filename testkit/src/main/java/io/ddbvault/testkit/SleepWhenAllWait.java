package io.ddbvault.testkit;

import io.ddbvault.core.port.Sleeper;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets the time of a {@link FakeClock} pass only while every other thread of the sleeper's thread group waits. Without it, a
 * thread that sleeps on that clock makes minutes pass while the machine does not get round to running another one, whose
 * call then seems to have taken those minutes. Thread-safe.
 */
public final class SleepWhenAllWait implements Sleeper {
    private final FakeClock clock;
    private final Set<Thread> asleep = ConcurrentHashMap.newKeySet();

    public SleepWhenAllWait(FakeClock clock) {
        this.clock = clock;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        asleep.add(Thread.currentThread());
        try {
            while (othersRun()) {
                Thread.onSpinWait();
            }
            clock.sleep(duration);
        } finally {
            asleep.remove(Thread.currentThread());
        }
    }

    private boolean othersRun() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        Thread[] threads = new Thread[group.activeCount() + 16];
        int count = group.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].getState() == Thread.State.RUNNABLE && !asleep.contains(threads[i])) {
                return true;
            }
        }
        return false;
    }
}
