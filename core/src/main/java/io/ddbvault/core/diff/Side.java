package io.ddbvault.core.diff;

import io.ddbvault.core.model.KeySchema;
import io.ddbvault.core.model.TableDescription;
import io.ddbvault.core.restore.CheckedFile;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of the two things that are compared. Immutable. */
public sealed interface Side {
    /** How progress and messages call it. */
    String label();

    /** How many items it has; of a table approximately, and 0 for a new one. */
    long items();

    /** The primary key of its items; null where that is not known. */
    @Nullable
    KeySchema keySchema();

    /**
     * A table's export, whose manifests and data files were checked.
     *
     * @param table the exported table's name
     * @param keySchema as the backup's manifest notes it; null where it does not
     * @param files all of its data files
     */
    record Backup(String table, LocalDate date, @Nullable KeySchema keySchema, List<CheckedFile> files)
            implements Side {
        public Backup {
            files = List.copyOf(files);
        }

        @Override
        public String label() {
            return table + " of " + date;
        }

        @Override
        public long items() {
            return files.stream().mapToLong(file -> file.file().itemCount()).sum();
        }

        /** Compressed. */
        public long bytes() {
            return files.stream().mapToLong(CheckedFile::size).sum();
        }
    }

    /** A table as it is while it is read. */
    record Live(TableDescription table) implements Side {
        @Override
        public String label() {
            return table.name();
        }

        @Override
        public long items() {
            return table.itemCount();
        }

        @Override
        public KeySchema keySchema() {
            return table.keySchema();
        }
    }
}
