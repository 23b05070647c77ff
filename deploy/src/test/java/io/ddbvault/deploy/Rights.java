package io.ddbvault.deploy;

import io.ddbvault.testkit.function.ParsedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a role's policy allows, as IAM reads it: as much of IAM as the module's policies use. Whatever else stands in a
 * policy fails the test that reads it, rather than being misread.
 */
record Rights(List<Statement> statements) {
    /** @param conditions {@code OPERATOR KEY} to the values that are allowed */
    record Statement(String sid, List<String> actions, List<String> resources, Map<String, List<String>> conditions) {
        private boolean allows(String action, String resource, Map<String, String> context) {
            return actions.stream()
                            .anyMatch(
                                    allowed -> fits(allowed.toLowerCase(Locale.ROOT), action.toLowerCase(Locale.ROOT)))
                    && resources.stream().anyMatch(allowed -> fits(allowed, resource))
                    && conditions.entrySet().stream().allMatch(condition -> holds(condition, context));
        }

        private static boolean holds(Map.Entry<String, List<String>> condition, Map<String, String> context) {
            String[] parts = condition.getKey().split(" ", 2);
            String given = context.get(parts[1]);
            return switch (parts[0]) {
                case "StringEquals" -> given != null && condition.getValue().contains(given);
                case "StringLikeIfExists" ->
                    given == null || condition.getValue().stream().anyMatch(allowed -> fits(allowed, given));
                default -> throw new AssertionError("a condition that this test cannot read: " + condition);
            };
        }

        private String conditionText() {
            return conditions.entrySet().stream()
                    .map(condition -> " if %s %s".formatted(condition.getKey(), condition.getValue()))
                    .sorted()
                    .collect(Collectors.joining());
        }
    }

    private static final Set<String> FIELDS = Set.of("Sid", "Effect", "Action", "Resource", "Condition");

    static Rights of(String policy) {
        return new Rights(ParsedJson.list(ParsedJson.object(policy), "Statement").stream()
                .map(Rights::statement)
                .toList());
    }

    private static Statement statement(Map<String, Object> json) {
        if (!FIELDS.containsAll(json.keySet()) || !"Allow".equals(json.get("Effect"))) {
            throw new AssertionError("a statement that this test cannot read: " + json);
        }
        Map<String, List<String>> conditions = new TreeMap<>();
        if (json.containsKey("Condition")) {
            ParsedJson.field(json, "Condition")
                    .forEach((operator, keys) -> ((Map<?, ?>) keys)
                            .forEach((key, values) -> conditions.put(operator + " " + key, Plan.texts(values))));
        }
        return new Statement(
                String.valueOf(json.get("Sid")),
                Plan.texts(json.get("Action")),
                Plan.texts(json.get("Resource")),
                conditions);
    }

    /** @param context the request's condition keys */
    boolean allow(String action, String resource, Map<String, String> context) {
        return statements.stream().anyMatch(statement -> statement.allows(action, resource, context));
    }

    boolean allow(String action, String resource) {
        return allow(action, resource, Map.of());
    }

    Set<String> actions() {
        return statements.stream()
                .flatMap(statement -> statement.actions.stream())
                .collect(Collectors.toSet());
    }

    /** Every right by itself, one a line: action, resource, conditions. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Statement statement : statements) {
            for (String action : statement.actions) {
                for (String resource : statement.resources) {
                    lines.add(action + " " + resource + statement.conditionText());
                }
            }
        }
        return lines;
    }

    /** {@code *} is any number of characters, {@code ?} is one, slashes included. */
    private static boolean fits(String pattern, String text) {
        String regex = pattern.chars()
                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf((char) c)))
                .collect(Collectors.joining());
        return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
    }
}
