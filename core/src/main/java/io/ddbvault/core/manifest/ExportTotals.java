package io.ddbvault.core.manifest;

import java.util.Collection;

/**
 * What the COMPLETED ones of some exports hold together: what else was exported cannot be restored. A sum beyond the
 * greatest long, which only an altered manifest gives, stays there and never wraps around to a harmless one.
 *
 * @param items their items
 * @param bytes their tables' sizes
 */
public record ExportTotals(long items, long bytes) {
    private static final ExportTotals NONE = new ExportTotals(0, 0);

    public static ExportTotals of(Collection<TableExport> exports) {
        return exports.stream()
                .filter(export -> export.status() == ExportStatus.COMPLETED)
                .map(export -> new ExportTotals(export.itemCount(), export.billingSizeBytes()))
                .reduce(NONE, ExportTotals::add);
    }

    private ExportTotals add(ExportTotals more) {
        return new ExportTotals(add(items, more.items), add(bytes, more.bytes));
    }

    private static long add(long count, long more) {
        return count > Long.MAX_VALUE - more ? Long.MAX_VALUE : count + more;
    }
}
