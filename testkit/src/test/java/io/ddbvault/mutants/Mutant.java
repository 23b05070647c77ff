package io.ddbvault.mutants;

/**
 * A change of the code that no test notices. Not by its line's number, which moves, but by what stands there.
 *
 * @param type the changed class, without its package
 * @param method as in the bytecode
 * @param mutator what was changed, by PIT's name without {@code Mutator}
 * @param code the source line
 */
record Mutant(String type, String method, String mutator, String code) {
    /** As docs/mutants.md lists it. */
    @Override
    public String toString() {
        return "- `%s.%s` %s: `%s`".formatted(type, method, mutator, code);
    }
}
