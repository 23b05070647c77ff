package io.ddbvault.spark;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Hears of SIGTERM and SIGINT before the JVM does. A shutdown hook would come too late for a job: Spark has one of its own
 * that stops everything at once, beside it.
 */
final class Signals {
    /** What a process ends with by it. */
    private static final Map<String, Integer> EXIT_CODES = Map.of("TERM", 143, "INT", 130);

    private Signals() {}

    /**
     * @param heard gets the exit code that belongs to the signal; from now on the signal by itself does not end the process
     */
    static void handle(IntConsumer heard) {
        EXIT_CODES.forEach((name, exitCode) -> {
            try {
                handle(name, () -> heard.accept(exitCode));
            } catch (ReflectiveOperationException | IllegalArgumentException e) {
                // On a JVM without that class, or started with -Xrs, the signal ends the process as ever.
            }
        });
    }

    /** By name: the class is every JDK's but no part of Java, so the compiler does not show it. */
    private static void handle(String name, Runnable action) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        InvocationHandler calls = (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                action.run();
                yield null;
            }
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> name;
        };
        Object ours = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, calls);
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
    }
}
