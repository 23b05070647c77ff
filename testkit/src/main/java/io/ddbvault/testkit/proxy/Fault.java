package io.ddbvault.testkit.proxy;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;

/** What happens to a call instead of its being passed on and answered. Immutable. */
public final class Fault {
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(10);

    private final String name;
    private final Predicate<ProxiedCall> fits;
    private final Action action;

    @FunctionalInterface
    interface Action {
        void serve(Exchange exchange) throws IOException, InterruptedException;
    }

    Fault(String name, Predicate<ProxiedCall> fits, Action action) {
        this.name = name;
        this.fits = fits;
        this.action = action;
    }

    private static Fault of(String name, Action action) {
        return new Fault(name, call -> true, action);
    }

    /** The service is not asked, and this is the answer. */
    public static Fault answering(AwsError error) {
        return of("answering " + error.code(), exchange -> exchange.send(error.answer()));
    }

    /**
     * The last {@code count} requests of a BatchWriteItem come back as UnprocessedItems, in another order, and only the
     * others are done. Waits for a call with as many.
     *
     * @param count 1 to 25
     */
    public static Fault leavingUnprocessed(int count) {
        return new Fault(
                "leaving %d unprocessed".formatted(count),
                call -> LeaveUnprocessed.countRequests(call) >= count,
                exchange -> LeaveUnprocessed.serve(exchange, count));
    }

    /** The connection is reset, and the service never saw the request. */
    public static Fault resetBeforeRequest() {
        return of("reset before the request", Exchange::reset);
    }

    /** The service did what was asked; then the connection is reset without any of the answer. */
    public static Fault resetBeforeAnswer() {
        return of("reset before the answer", exchange -> {
            try (Answer answer = exchange.forward()) {
                answer.body().readAllBytes();
                exchange.reset();
            }
        });
    }

    /** The service did what was asked; the connection is reset when half of the answer's body was sent. */
    public static Fault resetInAnswer() {
        return of("reset in the answer", exchange -> {
            try (Answer answer = exchange.forward()) {
                exchange.sendPart(answer, answer.length() / 2);
                exchange.reset();
            }
        });
    }

    /** The request is not passed on, and no answer comes until the client hangs up or the proxy is closed. */
    public static Fault noAnswer() {
        return of("no answer", exchange -> {
            exchange.hold();
            exchange.hangUp();
        });
    }

    /** The connection is closed after so many bytes of the answer's body, which must be longer. */
    public static Fault cuttingAfter(int bytes) {
        return of("cutting after %d bytes".formatted(bytes), exchange -> {
            try (Answer answer = exchange.forward()) {
                exchange.sendPart(answer, bytes);
                exchange.hangUp();
            }
        });
    }

    /**
     * The answer comes in small chunks with a pause behind each, 200 at most.
     *
     * @param pause up to 10 ms, so that no test takes long
     */
    public static Fault slowly(int chunkBytes, Duration pause) {
        if (pause.compareTo(LONGEST_PAUSE) > 0) {
            throw new IllegalArgumentException("pauses of %s are longer than %s".formatted(pause, LONGEST_PAUSE));
        }
        return of("slowly", exchange -> {
            try (Answer answer = exchange.forward()) {
                exchange.sendSlowly(answer, chunkBytes, pause);
            }
        });
    }

    /** Runs this first, as to kill whoever asked; then the call is served as usual. */
    public static Fault before(Runnable hook) {
        return of("hook before", exchange -> {
            hook.run();
            exchange.pass();
        });
    }

    /** Runs this, as to kill whoever asked; the call gets no further, and its connection ends. */
    public static Fault insteadOf(Runnable hook) {
        return of("hook instead", exchange -> {
            hook.run();
            exchange.hangUp();
        });
    }

    /** Runs this when half of the answer's body was sent; the rest of it is not. */
    public static Fault inAnswer(Runnable hook) {
        return of("hook in the answer", exchange -> {
            try (Answer answer = exchange.forward()) {
                exchange.sendPart(answer, answer.length() / 2);
                hook.run();
                exchange.hangUp();
            }
        });
    }

    /** Runs this when the service did what was asked, and before any of the answer is sent. */
    public static Fault after(Runnable hook) {
        return of("hook after", exchange -> {
            try (Answer answer = exchange.forward()) {
                hook.run();
                exchange.send(answer);
            }
        });
    }

    boolean fits(ProxiedCall call) {
        return fits.test(call);
    }

    void serve(Exchange exchange) throws IOException, InterruptedException {
        action.serve(exchange);
    }

    @Override
    public String toString() {
        return name;
    }
}
