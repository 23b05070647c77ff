package io.ddbvault.core.restore;

import io.ddbvault.core.manifest.ExportContents;
import io.ddbvault.core.model.TableDescription;
import java.util.List;

/**
 * A table that can be restored: everything about it was checked, nothing of it was touched.
 *
 * @param source the backed up table's name
 * @param table the table to write
 * @param contents what is written: the export, by its own manifests
 * @param files every file of it
 */
record ValidatedTable(String source, TableDescription table, Contents contents, List<CheckedFile> files) {
    ValidatedTable {
        files = List.copyOf(files);
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

    long sizeBytes() {
        return files.stream().mapToLong(CheckedFile::size).sum();
    }
}
