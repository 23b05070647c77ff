package io.ddbvault.core.pacing;

import io.ddbvault.core.model.Place;
import io.ddbvault.core.model.WriteBatch;
import io.ddbvault.core.model.WriteBatch.Operation;
import io.ddbvault.core.pacing.WriteBudget.Decision;
import io.ddbvault.core.pacing.WriteBudget.Send;
import io.ddbvault.core.pacing.WriteBudget.Wait;
import io.ddbvault.core.port.ItemWriter.Answered;
import io.ddbvault.core.port.ItemWriter.Outcome;
import io.ddbvault.core.port.ItemWriter.Throttled;
import io.ddbvault.core.port.ItemWriter.Unavailable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Many threads that write at a budget's pace, without threads: events in the order of a time that nobody waits for. The
 * threads stand in line as in {@link WritePace}, wake up late as threads do, and DynamoDB takes its time to answer.
 */
final class SimulateWrites {
    /**
     * An operation.
     *
     * @param bytes of the request
     * @param size what is known of the item's size, see {@link WriteBatch#size(int)}
     * @param units what it really costs
     */
    record Op(int bytes, int size, double units) {}

    /** A call, and what it consumed at some moment between {@code from} and {@code to}. */
    record Call(double from, double to, int operations, double units) {}

    private static final byte[] BYTES = new byte[1 << 20];
    private static final Place NOWHERE = new Place("file", 1);

    private final Random random;
    private final WriteBudget budget;
    private final Operation operation;
    private final Ops ops;
    private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparingDouble(Event::at));
    private final Queue<Worker> line = new ArrayDeque<>();
    private final List<Call> calls = new ArrayList<>();
    private double now;
    private int asks;
    private int made;
    private int inFlight;
    private long done;
    private final List<Double> throttles = new ArrayList<>();
    private double dearest;

    /** What is not as usual. */
    private double slowest = 0.03;

    private double hung;
    private double hungFor;
    private double lost;
    private double unprocessed;
    private boolean reports = true;
    private @Nullable Capacity capacity;

    private record Event(double at, Runnable action) {}

    /** Makes operations, numbered from 0. */
    interface Ops {
        Op next(Random random, int number);
    }

    /** Says whether DynamoDB takes an operation of so many units now. */
    interface Capacity {
        boolean takes(double units, double now);
    }

    SimulateWrites(long seed, @Nullable Integer ceiling, Operation operation, Ops ops) {
        this.random = new Random(seed);
        this.budget = new WriteBudget(ceiling);
        this.operation = operation;
        this.ops = ops;
    }

    /** Answers come after 5 ms to this; one in a hundred after up to ten times as much. */
    SimulateWrites answersWithin(double seconds) {
        slowest = seconds;
        return this;
    }

    /** So large a part of the calls gets no answer, though half of these are done. */
    SimulateWrites losesAnswers(double part) {
        lost = part;
        return this;
    }

    /** So large a part of the calls leaves some operations undone. */
    SimulateWrites leavesUnprocessed(double part) {
        unprocessed = part;
        return this;
    }

    /** So large a part of the calls takes so many seconds. */
    SimulateWrites hangs(double part, double seconds) {
        hung = part;
        hungFor = seconds;
        return this;
    }

    SimulateWrites reportsNothing() {
        reports = false;
        return this;
    }

    SimulateWrites throttledBy(Capacity limit) {
        capacity = limit;
        return this;
    }

    List<Call> run(int threads, double seconds) {
        for (int thread = 0; thread < threads; thread++) {
            line.add(new Worker());
        }
        askInFront();
        while (true) {
            Event event = events.poll();
            if (event == null) {
                throw new AssertionError("everyone waits, and nothing is on its way, at " + now);
            }
            if (event.at > seconds) {
                return calls;
            }
            now = event.at;
            event.action.run();
        }
    }

    double dearestOperation() {
        return dearest;
    }

    /** Operations done. */
    long done() {
        return done;
    }

    /** Operations that DynamoDB had no capacity for in that time, each as often as it was tried. */
    long throttled(double from, double to) {
        return throttles.stream().filter(at -> at >= from && at < to).count();
    }

    private void at(double time, Runnable action) {
        events.add(new Event(time, action));
    }

    private void askInFront() {
        asks++;
        while (!line.isEmpty()) {
            Worker front = line.element();
            Decision decision = budget.ask(front.batch(), now);
            if (decision instanceof Send send) {
                line.remove();
                front.send(send);
            } else if (decision instanceof Wait wait) {
                int ask = asks;
                double late = random.nextInt(20) == 0 ? random.nextDouble() * 0.02 : random.nextDouble() * 0.001;
                at(now + Math.min(Math.ceil(wait.seconds() * 1000) / 1000, 0.1) + late, () -> {
                    if (asks == ask) {
                        askInFront();
                    }
                });
                return;
            } else if (inFlight == 0) {
                throw new AssertionError("waits for an answer, and nothing is on its way");
            } else {
                return;
            }
        }
    }

    private final class Worker {
        private final Deque<Op> mine = new ArrayDeque<>();
        private int pauses;
        private @Nullable WriteBatch batch;

        WriteBatch batch() {
            WriteBatch current = batch;
            if (current == null) {
                WriteBatch.Builder builder = new WriteBatch.Builder("orders", operation);
                if (mine.isEmpty()) {
                    Op op = ops.next(random, made++);
                    while (builder.takes(op.bytes)) {
                        mine.add(op);
                        builder.add(BYTES, 0, op.bytes, NOWHERE, op.size);
                        op = ops.next(random, made++);
                    }
                } else {
                    mine.forEach(op -> builder.add(BYTES, 0, op.bytes, NOWHERE, op.size));
                }
                current = builder.build();
                batch = current;
            }
            return current;
        }

        void send(Send send) {
            inFlight++;
            double sent = now;
            List<Op> part = new ArrayList<>();
            for (int i = 0; i < send.count(); i++) {
                part.add(mine.remove());
            }
            batch = null;
            double latency = 0.005 + random.nextDouble() * (slowest - 0.005);
            double slow = random.nextDouble() < hung ? hungFor : random.nextInt(100) == 0 ? latency * 10 : latency;
            at(now + slow, () -> answer(send, part, sent));
        }

        private void answer(Send send, List<Op> part, double sent) {
            inFlight--;
            Outcome outcome = outcome(part, sent);
            budget.settle(send, outcome, now);
            boolean again = !(outcome instanceof Answered answered)
                    || !answered.unprocessed().isEmpty();
            if (again) {
                double pause = Math.min(0.05 * Math.pow(1.5, pauses++), 5);
                at(now + pause * (0.5 + random.nextDouble() / 2), this::stand);
            } else {
                pauses = 0;
                stand();
            }
            askInFront();
        }

        private void stand() {
            line.add(this);
            if (line.size() == 1) {
                askInFront();
            }
        }

        private Outcome outcome(List<Op> part, double sent) {
            if (random.nextDouble() < lost) {
                if (random.nextBoolean()) {
                    count(part, sent);
                }
                part.forEach(mine::addFirst);
                return new Unavailable("connection reset");
            }
            boolean spoilt = random.nextDouble() < unprocessed;
            List<Integer> left = new ArrayList<>();
            List<Op> stored = new ArrayList<>();
            for (int index = 0; index < part.size(); index++) {
                Op op = part.get(index);
                boolean full = capacity != null && !capacity.takes(op.units, now);
                if (full) {
                    throttles.add(now);
                }
                if (full || (spoilt && random.nextInt(5) == 0)) {
                    left.add(index);
                    mine.addFirst(op);
                } else {
                    stored.add(op);
                }
            }
            if (stored.isEmpty()) {
                return new Throttled("slow down");
            }
            double units = count(stored, sent);
            done += stored.size();
            return new Answered(left, reports ? units : null);
        }

        private double count(List<Op> stored, double sent) {
            double units = 0;
            for (Op op : stored) {
                units += op.units;
                dearest = Math.max(dearest, op.units);
            }
            calls.add(new Call(sent, now, stored.size(), units));
            return units;
        }
    }
}
