package io.ddbvault.core.restore;

import io.ddbvault.core.error.DdbvaultException;
import io.ddbvault.core.error.ErrorCode;
import io.ddbvault.core.error.ErrorKind;
import io.ddbvault.core.format.MeasuredInputStream;
import io.ddbvault.core.manifest.DataFile;
import io.ddbvault.core.model.Stop;
import io.ddbvault.core.port.BackupReader;
import io.ddbvault.core.port.BackupReader.ObjectStart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Every data file is there, is not empty, is gzip, and is unchanged: its ETag is the one DynamoDB noted, or its MD5 is.
 * Where neither can be told from the ETag, as after a copy in parts, its bytes are read and hashed.
 */
public final class CheckDataFiles {
    /** One request a file and little data: the time goes into waiting, not into work. */
    private static final int THREADS = 16;

    private static final int BUFFER_BYTES = 64 << 10;

    private final BackupReader backups;

    public CheckDataFiles(BackupReader backups) {
        this.backups = backups;
    }

    /**
     * @param stop reached in mid-check, the check ends with {@code STOPPED}
     * @throws DdbvaultException for the first file, in the list's order, that is not as it should be
     */
    public List<CheckedFile> check(List<DataFile> files, Stop stop) {
        return forEach(files, (file, cancelled) -> check(file, () -> cancelled.get() || stop.reached()), stop);
    }

    /**
     * Every file as it is now, whether or not that is what DynamoDB wrote.
     *
     * @throws DdbvaultException for the first file, in the list's order, that is missing
     */
    List<CheckedFile> look(List<DataFile> files, Stop stop) {
        return forEach(files, (file, cancelled) -> look(file), stop);
    }

    /**
     * Every file is still the one that was checked.
     *
     * @throws DdbvaultException for the first file, in the list's order, that is not
     */
    void requireUnchanged(List<CheckedFile> files, Stop stop) {
        forEach(files, (file, cancelled) -> requireUnchanged(file), stop);
    }

    private interface Check<F, C> {
        C check(F file, AtomicBoolean cancelled);
    }

    private static <F, C> List<C> forEach(List<F> files, Check<F, C> check, Stop stop) {
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(THREADS, files.size())));
        AtomicBoolean cancelled = new AtomicBoolean();
        try {
            List<Future<C>> checks = new ArrayList<>();
            for (F file : files) {
                checks.add(pool.submit(() -> {
                    if (stop.reached()) {
                        throw stopped(stop);
                    }
                    return check.check(file, cancelled);
                }));
            }
            List<C> checked = new ArrayList<>();
            for (Future<C> done : checks) {
                checked.add(done.get());
            }
            return checked;
        } catch (ExecutionException e) {
            if (stop.reached()) {
                throw stopped(stop);
            }
            if (e.getCause() instanceof DdbvaultException failure) {
                throw failure;
            }
            throw new IllegalStateException("a data file could not be checked", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DdbvaultException(ErrorCode.INTERNAL_ERROR, "The check of the data files was interrupted.", e);
        } finally {
            // Not by interrupt: that would break connections that others use. Nobody waits for the rest.
            cancelled.set(true);
            pool.shutdown();
        }
    }

    /**
     * What was found of one file: how it is now, or what is wrong with it.
     *
     * @param checked null if something is wrong
     * @param wrong null if nothing is
     * @param hashed whether its bytes had to be read, because its ETag does not tell
     */
    public record Inspection(
            DataFile file,
            @Nullable CheckedFile checked,
            @Nullable DdbvaultException wrong,
            boolean hashed) {}

    /**
     * As {@link #check}, but tells what is wrong with each file, in the list's order.
     *
     * @param readLater files whose bytes are hashed later anyway: of these the ETag may tell nothing
     * @throws DdbvaultException for what is not the files' fault: denied, AWS out of reach, {@code STOPPED}
     */
    public List<Inspection> inspect(List<DataFile> files, Predicate<DataFile> readLater, Stop stop) {
        return forEach(files, (file, cancelled) -> inspect(file, readLater.test(file), cancelled, stop), stop);
    }

    private Inspection inspect(DataFile file, boolean readLater, AtomicBoolean cancelled, Stop stop) {
        try {
            ObjectStart start = start(file);
            boolean hashed = !readLater && !isUnchanged(file, start);
            if (hashed) {
                requireMd5(file, start.etag(), () -> cancelled.get() || stop.reached());
            }
            return new Inspection(file, new CheckedFile(file, start.etag(), start.size()), null, hashed);
        } catch (DdbvaultException e) {
            if (e.code().kind() != ErrorKind.CORRUPT_DATA) {
                throw e;
            }
            return new Inspection(file, null, e, false);
        }
    }

    private static DdbvaultException stopped(Stop stop) {
        return new DdbvaultException(
                ErrorCode.STOPPED,
                "Not started: %s came while the data files were checked. Restore this table again."
                        .formatted(stop.reason()));
    }

    private CheckedFile check(DataFile file, BooleanSupplier cancelled) {
        ObjectStart start = start(file);
        if (!isUnchanged(file, start)) {
            requireMd5(file, start.etag(), cancelled);
        }
        return new CheckedFile(file, start.etag(), start.size());
    }

    /** There, not empty, and gzip by its first bytes. */
    private ObjectStart start(DataFile file) {
        ObjectStart start = backups.peek(file.key(), 2).orElseThrow(() -> missing(file));
        if (start.size() == 0) {
            throw new DdbvaultException(
                    ErrorCode.DATA_FILE_DAMAGED,
                    "The data file %s is empty, which the export's manifest lists with %d items. %s"
                            .formatted(backups.uri(file.key()), file.itemCount(), nextStep()));
        }
        if (!isGzip(start.bytes())) {
            throw new DdbvaultException(
                    ErrorCode.DATA_FILE_DAMAGED,
                    "The data file %s is not gzip. %s".formatted(backups.uri(file.key()), nextStep()));
        }
        return start;
    }

    private static boolean isUnchanged(DataFile file, ObjectStart start) {
        return start.etag().equals(file.etag()) || start.etag().equals(file.md5());
    }

    private CheckedFile look(DataFile file) {
        ObjectStart start = backups.peek(file.key(), 1).orElseThrow(() -> missing(file));
        return new CheckedFile(file, start.etag(), start.size());
    }

    private CheckedFile requireUnchanged(CheckedFile checked) {
        DataFile file = checked.file();
        ObjectStart start = backups.peek(file.key(), 2).orElseThrow(() -> missing(file));
        if (!start.etag().equals(checked.etag())) {
            throw new DdbvaultException(
                    ErrorCode.OBJECT_CHANGED,
                    "The data file %s was replaced since it was checked. The table was not touched. %s"
                            .formatted(backups.uri(file.key()), nextStep()));
        }
        return checked;
    }

    private DdbvaultException missing(DataFile file) {
        return new DdbvaultException(
                ErrorCode.OBJECT_MISSING,
                "The data file %s is missing, which the export's manifest lists with %d items. %s"
                        .formatted(backups.uri(file.key()), file.itemCount(), nextStep()));
    }

    private void requireMd5(DataFile file, String etag, BooleanSupplier cancelled) {
        try (MeasuredInputStream stream = new MeasuredInputStream(backups.open(file.key(), etag))) {
            byte[] buffer = new byte[BUFFER_BYTES];
            while (stream.read(buffer, 0, buffer.length) >= 0) {
                if (cancelled.getAsBoolean()) {
                    throw new DdbvaultException(ErrorCode.STOPPED, "The check was stopped.");
                }
            }
            String md5 = stream.md5();
            if (!md5.equals(file.md5())) {
                throw new DdbvaultException(
                        ErrorCode.OBJECT_CHANGED,
                        "The data file %s was truncated, replaced or altered: its MD5 is %s, the export's manifest says %s. %s"
                                .formatted(backups.uri(file.key()), md5, file.md5(), nextStep()));
            }
        } catch (IOException e) {
            throw unreadable(file.key(), e);
        }
    }

    private DdbvaultException unreadable(String key, IOException e) {
        return new DdbvaultException(
                ErrorCode.AWS_UNAVAILABLE,
                "The data file %s could not be read: %s. Try again.".formatted(backups.uri(key), e.getMessage()),
                e);
    }

    /** RFC 1952, section 2.3.1. */
    private static boolean isGzip(byte[] start) {
        return start.length >= 2 && start[0] == (byte) 0x1f && start[1] == (byte) 0x8b;
    }

    private static String nextStep() {
        return "Bring back the object's earlier version if the bucket keeps versions, or restore another date.";
    }
}
