package io.ddbvault.deploy;

import io.ddbvault.testkit.function.ParsedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A plan, or a state, as {@code terraform show -json} tells it.
 *
 * @param resources all of them, of every module; without the data that was read
 * @param changes by address, what is to be done: {@code create}, {@code no-op}, {@code delete}, …
 */
record Plan(List<Resource> resources, Map<String, List<String>> changes) {
    /**
     * @param address with the module's, as {@code module.ddbvault.aws_iam_role.backup}
     * @param values those that are known before anything is applied
     */
    record Resource(String address, String type, Map<String, Object> values) {
        String text(String name) {
            return String.valueOf(values.get(name));
        }

        /** A block that may be repeated, or a list of objects. */
        List<Map<String, Object>> blocks(String name) {
            return ParsedJson.list(values, name);
        }

        /** A block that stands there once. */
        Map<String, Object> block(String name) {
            List<Map<String, Object>> blocks = blocks(name);
            if (blocks.size() != 1) {
                throw new AssertionError("%s has %d blocks %s".formatted(address, blocks.size(), name));
            }
            return blocks.get(0);
        }
    }

    static Plan of(String json) {
        Map<String, Object> plan = ParsedJson.object(json);
        List<Resource> resources = new ArrayList<>();
        boolean isState = plan.containsKey("values");
        collect(
                ParsedJson.field(
                        isState ? plan : ParsedJson.field(plan, "planned_values"), isState ? "values" : "root_module"),
                isState,
                resources);
        Map<String, List<String>> changes = isState
                ? Map.of()
                : ParsedJson.list(plan, "resource_changes").stream()
                        .collect(Collectors.toMap(
                                change -> String.valueOf(change.get("address")),
                                change ->
                                        texts(ParsedJson.field(change, "change").get("actions"))));
        return new Plan(resources, changes);
    }

    private static void collect(Map<String, Object> module, boolean isRoot, List<Resource> into) {
        if (isRoot) {
            collect(ParsedJson.field(module, "root_module"), false, into);
            return;
        }
        if (module.containsKey("resources")) {
            ParsedJson.list(module, "resources").stream()
                    // What is only let go of has no values.
                    .filter(resource -> "managed".equals(resource.get("mode")) && resource.containsKey("values"))
                    .map(resource -> new Resource(
                            String.valueOf(resource.get("address")),
                            String.valueOf(resource.get("type")),
                            ParsedJson.field(resource, "values")))
                    .forEach(into::add);
        }
        if (module.containsKey("child_modules")) {
            ParsedJson.list(module, "child_modules").forEach(child -> collect(child, false, into));
        }
    }

    Resource resource(String address) {
        return resources.stream()
                .filter(resource -> resource.address.equals(address))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + address + " in "
                        + resources.stream().map(Resource::address).toList()));
    }

    List<Resource> all(String type) {
        return resources.stream().filter(resource -> resource.type.equals(type)).toList();
    }

    /** A function's environment. */
    Map<String, String> variables(String functionAddress) {
        return ParsedJson.field(resource(functionAddress).block("environment"), "variables").entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, variable -> String.valueOf(variable.getValue())));
    }

    /** What the role of this name may do. */
    Rights rights(String policyAddress) {
        return Rights.of(resource(policyAddress).text("policy"));
    }

    static List<String> texts(@Nullable Object list) {
        return list instanceof List<?> texts
                ? texts.stream().map(String::valueOf).collect(Collectors.toList())
                : List.of(String.valueOf(list));
    }
}
