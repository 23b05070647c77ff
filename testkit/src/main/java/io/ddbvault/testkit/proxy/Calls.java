package io.ddbvault.testkit.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** The calls that a fault is meant for. Immutable. */
public final class Calls {
    private final String name;
    private final Predicate<ProxiedCall> matches;

    private Calls(String name, Predicate<ProxiedCall> matches) {
        this.name = name;
        this.matches = matches;
    }

    /** @param operation as {@link ProxiedCall#operation} gives it: {@code BatchWriteItem}, {@code GET} */
    public static Calls to(String operation) {
        return new Calls(operation, call -> call.operation().equals(operation));
    }

    /** Of these, those whose body names this table of DynamoDB. */
    public Calls about(String table) {
        return and("about " + table, call -> call.tables().contains(table));
    }

    /** Of these, those to S3 objects whose key starts so. */
    public Calls ofKeysFrom(String prefix) {
        return and("of " + prefix + "*", call -> call.key().startsWith(prefix));
    }

    /** Of these, those to S3 objects whose key ends so. */
    public Calls ofKeysTo(String suffix) {
        return and("of *" + suffix, call -> call.key().endsWith(suffix));
    }

    /** Of these, those with this header, such as {@code If-Match}. */
    public Calls with(String header) {
        return and("with " + header, call -> call.header(header).isPresent());
    }

    /** Of these, those whose body holds this text. None of what {@link FaultProxy#calls} tells: bodies are not kept. */
    public Calls holding(String text) {
        return and("holding " + text, call -> new String(call.body(), UTF_8).contains(text));
    }

    /** Of these, those that come while this holds. It is asked only about calls that match otherwise. */
    public Calls when(String state, BooleanSupplier holds) {
        return and("when " + state, call -> holds.getAsBoolean());
    }

    /** Of these, those that were signed by the key with this id. */
    public Calls signedBy(String accessKeyId) {
        return and(
                "signed by " + accessKeyId,
                call -> call.header("Authorization")
                        .filter(header -> header.contains("Credential=" + accessKeyId + "/"))
                        .isPresent());
    }

    private Calls and(String more, Predicate<ProxiedCall> condition) {
        return new Calls(name + " " + more, matches.and(condition));
    }

    boolean include(ProxiedCall call) {
        return matches.test(call);
    }

    @Override
    public String toString() {
        return name;
    }
}
