package io.tollgate.alerts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is left on the disk of the data folder; of the disk of a database elsewhere it knows nothing. */
record DiskLow(Path data, long limit, String gateway) implements Question {
    @Override
    public Condition condition() {
        return Condition.DISK_LOW;
    }

    @Override
    public List<Sight> ask() {
        try {
            if (!Files.isDirectory(data) || Files.getFileStore(data).getUsableSpace() >= limit) {
                return List.of();
            }
            return List.of(new Sight(condition(), gateway, "Less than " + (limit >> 20) + " MB are left"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
