package io.ddbvault.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with the next calls of a port: a queue of faults for each of its methods. A call takes the first
 * fault whose subject is its own; with none left, calls are served as usual. Thread-safe.
 *
 * <pre>{@code
 * faults.on(READ).passing(2).throwing(denied).times(3);
 * faults.on(WRITE, "manifest.json").running(() -> otherRunWrites());
 * …
 * faults.assertAllFired();
 * }</pre>
 *
 * @param <C> names the port's methods
 */
public final class FaultScript<C extends Enum<C>> {
    private final Map<C, Deque<Fault>> queues;

    public FaultScript(Class<C> calls) {
        queues = new EnumMap<>(calls);
    }

    /** The next calls of a method, whatever they are about. */
    public Next on(C call) {
        return new Next(call, null);
    }

    /** The next calls of a method that are about this subject: a key, a table. */
    public Next on(C call, String subject) {
        return new Next(call, subject);
    }

    /** For a test's end: a fault that nobody met proves nothing. */
    public synchronized void assertAllFired() {
        List<String> left = new ArrayList<>();
        queues.forEach((call, queue) -> queue.forEach(fault -> left.add(call + " " + fault)));
        if (!left.isEmpty()) {
            throw new AssertionError("faults that did not fire: " + left);
        }
    }

    /** For a port: serves a call, or fails it as scripted. */
    <T> T call(C call, String subject, Supplier<T> served) {
        Fault fault = next(call, subject);
        return fault == null ? served.get() : fault.answer(served);
    }

    private synchronized @Nullable Fault next(C call, String subject) {
        Deque<Fault> queue = queues.getOrDefault(call, new ArrayDeque<>());
        Fault found = null;
        for (Fault fault : queue) {
            if (found == null && (fault.subject == null || fault.subject.equals(subject))) {
                found = fault;
            }
        }
        if (found != null && --found.left == 0) {
            queue.remove(found);
        }
        return found;
    }

    private synchronized Fault add(C call, Fault fault) {
        queues.computeIfAbsent(call, any -> new ArrayDeque<>()).add(fault);
        return fault;
    }

    /** Says what the next call meets. */
    public final class Next {
        private final C call;
        private final @Nullable String subject;

        private Next(C call, @Nullable String subject) {
            this.call = call;
            this.subject = subject;
        }

        /** Lets calls through. */
        public Next passing(int calls) {
            return served(() -> {}).times(calls);
        }

        /** Throws, and nothing is done. */
        public Then throwing(RuntimeException failure) {
            return then(new Fault(subject, new Action() {
                @Override
                public <T> T answer(Supplier<T> served) {
                    throw failure;
                }
            }));
        }

        /** Does what was asked, but throws all the same: the answer got lost. */
        public Then throwingAfter(RuntimeException failure) {
            return then(new Fault(subject, new Action() {
                @Override
                public <T> T answer(Supplier<T> served) {
                    var unused = served.get();
                    throw failure;
                }
            }));
        }

        /** Answers so, and nothing is done. The answer must be of the method's type. */
        public Then returning(Object answer) {
            return then(new Fault(subject, new Action() {
                @Override
                @SuppressWarnings("unchecked")
                public <T> T answer(Supplier<T> served) {
                    return (T) answer;
                }
            }));
        }

        /** Does what was asked, but answers so: a retry's answer where the first one got lost. */
        public Then returningAfter(Object answer) {
            return then(new Fault(subject, new Action() {
                @Override
                @SuppressWarnings("unchecked")
                public <T> T answer(Supplier<T> served) {
                    var unused = served.get();
                    return (T) answer;
                }
            }));
        }

        /** Does something first, then serves the call. */
        public Then running(Runnable hook) {
            return served(hook);
        }

        private Then served(Runnable hook) {
            return then(new Fault(subject, new Action() {
                @Override
                public <T> T answer(Supplier<T> served) {
                    hook.run();
                    return served.get();
                }
            }));
        }

        private Then then(Fault fault) {
            return new Then(this, add(call, fault));
        }
    }

    /** Says how often, once if nothing is said, and what comes after. */
    public final class Then {
        private final Next next;
        private final Fault fault;

        private Then(Next next, Fault fault) {
            this.next = next;
            this.fault = fault;
        }

        public Next times(int calls) {
            fault.left = calls;
            return next;
        }

        public Next then() {
            return next;
        }
    }

    private interface Action {
        <T> T answer(Supplier<T> served);
    }

    private static final class Fault {
        private final @Nullable String subject;
        private final Action action;
        private int left = 1;

        Fault(@Nullable String subject, Action action) {
            this.subject = subject;
            this.action = action;
        }

        <T> T answer(Supplier<T> served) {
            return action.answer(served);
        }

        @Override
        public String toString() {
            return (subject == null ? "" : "of " + subject + " ") + left + "x";
        }
    }
}
