package io.ddbvault.cli;

/** The real vault, for the demo's tests, which live in a package of their own. */
public final class DemoVault {
    public static final Vault.Opener OPENER = AwsVault::open;

    private DemoVault() {}
}
