package dev.perigee.sink.local;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Tells what an {@link IOException} of a file system means. */
final class Failures {

    /** Less than this is a full disk: a file system keeps a few blocks to itself. */
    private static final long HARDLY_ANYTHING = 64 * 1024;

    private Failures() {}

    static SinkException of(IOException e, String what, Optional<ObjectKey> key, Path where) {
        if (isCancel(e)) {
            return failure(Kind.CANCELLED, key, what + ": it was cancelled", Optional.empty(), e);
        }
        return e instanceof SinkException told ? told : ofTheDisk(e, what, key, where);
    }

    /** Of a full disk it says how much is missing: what was written of the object is removed by now. */
    static SinkException ofPut(IOException e, ObjectKey key, long bytes, Path where) {
        SinkException failure = of(e, "could not store it", Optional.of(key), where);
        if (failure.kind() != Kind.NO_SPACE || e instanceof SinkException) {
            return failure;
        }
        long free = store(where).map(Failures::free).orElse(0L);
        String text = "could not store it in " + where + ": " + reason(e) + "; it takes " + size(bytes)
                + ", and its file system has " + size(free) + " free";
        return failure(Kind.NO_SPACE, Optional.of(key), text, failure.hint(), e);
    }

    private static String size(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private static long free(FileStore store) {
        try {
            return store.getUsableSpace();
        } catch (IOException e) {
            return 0; // it was full a moment ago
        }
    }

    private static SinkException ofTheDisk(IOException e, String what, Optional<ObjectKey> key, Path where) {
        String message = what + " in " + where + ": " + reason(e);
        if (e instanceof AccessDeniedException || reason(e).contains("Operation not permitted")) {
            return failure(
                    Kind.DENIED, key, message, Optional.of("let user '" + user() + "' read, write and enter it"), e);
        }
        if (isReadOnly(e, where)) {
            return failure(Kind.DENIED, key, message, Optional.of("mount its file system writable"), e);
        }
        if (isFull(e, where)) {
            return failure(Kind.NO_SPACE, key, message, Optional.of("free some space there, or keep fewer backups"), e);
        }
        if (e instanceof AtomicMoveNotSupportedException) {
            return failure(
                    Kind.INVALID,
                    key,
                    message,
                    Optional.of("no other file system may be mounted inside the directory"),
                    e);
        }
        return failure(Kind.OTHER, key, message, Optional.empty(), e);
    }

    private static SinkException failure(
            Kind kind, Optional<ObjectKey> key, String message, Optional<String> hint, IOException cause) {
        return new SinkException(kind, key, message, hint, Optional.of(cause));
    }

    private static boolean isCancel(IOException e) {
        return e instanceof ClosedByInterruptException
                || e.getCause() instanceof InterruptedIOException
                || e.getCause() instanceof ClosedByInterruptException
                || Thread.currentThread().isInterrupted();
    }

    private static String user() {
        return System.getProperty("user.name", "?");
    }

    /** A file system's exceptions have the file for a message, and the reason apart or in their name. */
    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        if (e instanceof NoSuchFileException gone) {
            return gone.getFile() + " has gone";
        }
        if (e instanceof FileSystemException about && about.getReason() != null) {
            return about.getReason() + " (" + about.getFile() + ")";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** By the disk as well as by the message, which follows the user's language. */
    private static boolean isFull(IOException e, Path where) {
        String reason = reason(e);
        return reason.contains("No space left")
                || reason.contains("quota exceeded")
                || store(where).filter(Failures::hasHardlyAnything).isPresent();
    }

    private static boolean hasHardlyAnything(FileStore store) {
        try {
            return store.getUsableSpace() < HARDLY_ANYTHING;
        } catch (IOException e) {
            return false;
        }
    }

    /** By the message as well: of a directory mounted anew, read-only, Java finds the file system's first mount. */
    private static boolean isReadOnly(IOException e, Path where) {
        return reason(e).contains("Read-only file system")
                || store(where).filter(FileStore::isReadOnly).isPresent();
    }

    /** The file system of the nearest folder that exists. */
    private static Optional<FileStore> store(Path where) {
        for (Path at = where; at != null; at = at.getParent()) {
            try {
                return Optional.of(Files.getFileStore(at));
            } catch (IOException e) {
                // not there, or not to be asked: its parent may be
            }
        }
        return Optional.empty();
    }
}
