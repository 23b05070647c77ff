package io.ddbvault.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: what a report of a defect should name. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "ddbvault %s (Java %s, %s)"
                    .formatted(
                            io.ddbvault.core.model.Version.OF_THIS,
                            System.getProperty("java.version"),
                            System.getProperty("java.vendor"))
        };
    }
}
