package io.ddbvault.local;

import io.ddbvault.local.ReadTables.ItemSlice;
import io.ddbvault.local.TableSnapshot.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Scans a table into gzip files: at least one for each partition, also for a partition without items. */
final class SnapshotTable {
    /** What a new on-demand table has. */
    private static final int PARTITIONS = 4;
    /** Real exports of larger tables were seen to have about this many items in a file. */
    private static final long ITEMS_PER_FILE = 10_000;

    private final ReadTables tables;

    SnapshotTable(ReadTables tables) {
        this.tables = tables;
    }

    /** Writes the files into the folder, which is made. */
    TableSnapshot take(LocalTable table, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        List<DataFile> finished = new ArrayList<>();
        DataFileWriter[] open = new DataFileWriter[PARTITIONS];
        try {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                open[partition] = DataFileWriter.create(folder);
            }
            tables.scan(table, item -> {
                int partition = partitionOf(item);
                if (open[partition].itemCount() == ITEMS_PER_FILE) {
                    finished.add(open[partition].finish());
                    open[partition] = DataFileWriter.create(folder);
                }
                open[partition].write(item);
            });
            for (DataFileWriter last : open) {
                finished.add(last.finish());
            }
        } finally {
            for (DataFileWriter writer : open) {
                if (writer != null) {
                    writer.close();
                }
            }
        }
        return new TableSnapshot(List.copyOf(finished), table.sizeBytes());
    }

    private static int partitionOf(ItemSlice item) {
        CRC32 hash = new CRC32();
        hash.update(item.partitionKey().duplicate());
        return (int) (hash.getValue() % PARTITIONS);
    }
}
