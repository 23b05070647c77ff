package io.ddbvault.report;

import io.ddbvault.core.config.Settings;
import io.ddbvault.core.manifest.BackupLayout;
import io.ddbvault.core.port.BackupStore;
import java.io.ByteArrayInputStream;
import java.time.Instant;

/** Writes the page into the bucket, in place of an older one. */
public final class StoreReport {
    private final BackupStore store;
    private final BackupLayout layout;

    public StoreReport(BackupStore store, BackupLayout layout) {
        this.store = store;
        this.layout = layout;
    }

    /**
     * @return the object, as users name it
     * @throws io.ddbvault.core.error.DdbvaultException what the bucket throws
     */
    public String store(byte[] html) {
        store.replace(layout.report(), new ByteArrayInputStream(html));
        return store.uri(layout.report());
    }

    /** Of what the bucket holds now. */
    public String makeAndStore(Settings settings, Instant now) {
        return store(RenderReport.render(new MakeReport(store, layout).make(settings, now, MakeReport.USUAL_DAYS)));
    }
}
