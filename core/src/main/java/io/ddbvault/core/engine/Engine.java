package io.ddbvault.core.engine;

/** What a restore can run on, the simplest first. */
public enum Engine {
    /** One process, of the command line. */
    PROCESS("process"),
    /** The restore function, called again until it has ended by the state machine. */
    FUNCTION("function"),
    /** A restore function for each data file, by Step Functions' Distributed Map. */
    DISTRIBUTED_MAP("distributed_map"),
    /** A Spark cluster. */
    SPARK("spark");

    private final String label;

    Engine(String label) {
        this.label = label;
    }

    /** As answers, the Terraform module and users call it. */
    public String label() {
        return label;
    }
}
