package io.ddbvault.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: what a report of a defect should name. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        // In the jar's manifest; classes that were not packed have none.
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "ddbvault %s (Java %s, %s)"
                    .formatted(
                            version == null ? "development" : version,
                            System.getProperty("java.version"),
                            System.getProperty("java.vendor"))
        };
    }
}
