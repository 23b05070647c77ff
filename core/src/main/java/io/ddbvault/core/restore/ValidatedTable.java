package io.ddbvault.core.restore;

import io.ddbvault.core.key.KeySelection;
import io.ddbvault.core.manifest.ExportContents;
import io.ddbvault.core.model.TableDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table that can be restored: everything about it was checked, nothing of it was touched.
 *
 * @param source the backed up table's name
 * @param table the table to write
 * @param contents what is written: the export, by its own manifests
 * @param files every file of it
 * @param selection the items that are asked for; null for all
 */
record ValidatedTable(
        String source,
        TableDescription table,
        Contents contents,
        List<CheckedFile> files,
        @Nullable KeySelection selection) {
    ValidatedTable {
        files = List.copyOf(files);
    }

    /** All of its items. */
    ValidatedTable(String source, TableDescription table, Contents contents, List<CheckedFile> files) {
        this(source, table, contents, files, null);
    }

    /** A table that is restored from an export. */
    ValidatedTable(String source, TableDescription table, ExportContents contents, List<CheckedFile> files) {
        this(source, table, Contents.of(contents), files);
    }

    /** A table that is restored in its place. */
    ValidatedTable(TableDescription table, ExportContents contents, List<CheckedFile> files) {
        this(table.name(), table, contents, files);
    }

    /** Of the table to write. */
    String name() {
        return table.name();
    }

    /** Items to write, as far as that is known before they are read: a key counts for one. */
    long expectedItems() {
        return selection == null ? contents.itemCount() : selection.size();
    }

    long sizeBytes() {
        return files.stream().mapToLong(CheckedFile::size).sum();
    }
}
