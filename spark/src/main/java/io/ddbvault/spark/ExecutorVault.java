package io.ddbvault.spark;

import io.ddbvault.aws.AwsVault;
import io.ddbvault.aws.Vault;
import io.ddbvault.core.config.Settings;
import io.ddbvault.core.event.ProgressListener;
import io.ddbvault.core.model.Stop;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The vault that the tasks of one executor share, opened by the first of them. It lives as long as the executor. */
final class ExecutorVault {
    private static final Map<TaskSettings, Vault> VAULTS = new ConcurrentHashMap<>();

    private ExecutorVault() {}

    static Vault of(TaskSettings settings) {
        return VAULTS.computeIfAbsent(settings, ExecutorVault::open);
    }

    private static Vault open(TaskSettings settings) {
        Map<String, String> variables = settings.over(System.getenv());
        return AwsVault.open(
                Settings.forRestore(variables),
                variables,
                ProgressListener.NONE,
                Stop.onRequest(InstantSource.system()));
    }
}
