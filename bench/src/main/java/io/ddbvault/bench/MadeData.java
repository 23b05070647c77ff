package io.ddbvault.bench;

import java.util.List;

/** The data files of one table. */
record MadeData(ItemSize size, List<DataFile> files) {
    MadeData {
        files = List.copyOf(files);
    }

    long items() {
        return files.stream().mapToLong(DataFile::itemCount).sum();
    }
}
