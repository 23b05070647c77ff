package io.ddbvault.lambda;

import io.ddbvault.aws.AwsClients;
import io.ddbvault.aws.AwsVault;
import io.ddbvault.aws.Vault;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Stop;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What lives as long as the process that Lambda keeps for a function: its variables and one set of clients. Thread-safe. */
final class Container {
    private final Map<String, String> environment;
    private final Vault.Opener opener;
    private @Nullable AwsClients clients;

    /** @param opener in place of AWS */
    Container(Map<String, String> environment, Vault.Opener opener) {
        this.environment = environment;
        this.opener = opener;
    }

    private Container(Map<String, String> environment) {
        this.environment = environment;
        this.opener = (settings, variables, listener, stop) -> AwsVault.on(clients(), settings, listener, stop);
    }

    /**
     * With its clients made: Lambda gives the whole of its processors to what runs before the first event, however
     * little of them the function pays for.
     */
    static Container start() {
        Container container = new Container(System.getenv());
        try {
            container.clients().warmUp();
        } catch (DdbvaultException e) {
            // Thrown again at each event, where it can be answered. Thrown here, it would never reach a caller.
            return container;
        }
        return container;
    }

    private synchronized AwsClients clients() {
        AwsClients made = clients;
        if (made == null) {
            made = AwsClients.create(environment);
            clients = made;
        }
        return made;
    }

    Map<String, String> environment() {
        return environment;
    }

    Vault open(Settings settings, ProgressListener listener, Stop stop) {
        return opener.open(settings, environment, listener, stop);
    }
}
