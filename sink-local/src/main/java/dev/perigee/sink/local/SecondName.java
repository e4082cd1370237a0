package dev.perigee.sink.local;

import dev.perigee.api.Body;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.util.Objects;

/** A hard link: the bytes lie once on the disk, and stay as long as one of their names does. */
final class SecondName {

    private static final System.Logger LOG = System.getLogger(SecondName.class.getName());

    private SecondName() {}

    /**
     * Whether a body's file has got a second name. Else nothing is there: a body that isn't one, another file system, one without links,
     * or a file that isn't what would be written here.
     */
    static boolean given(Body body, Path name, Instant now) throws IOException {
        if (body.file().isEmpty() || !isLinked(body.file().get(), body.length(), name)) {
            return false;
        }
        try { // a listing tells when an object was stored
            Files.setLastModifiedTime(name, FileTime.from(now));
            return true;
        } catch (IOException e) {
            Files.delete(name);
            throw e;
        }
    }

    private static boolean isLinked(Path file, long length, Path name) {
        try {
            if (!isAsIfWritten(file, length, name)) {
                return false;
            }
            Files.createLink(name, file);
            return true;
        } catch (IOException | UnsupportedOperationException | ProviderMismatchException e) {
            LOG.log(System.Logger.Level.DEBUG, "the body is copied, for it can't be linked", e);
            return false;
        }
    }

    /** All of it, readable and writable by its owner only, who is the owner of this tree. */
    private static boolean isAsIfWritten(Path file, long length, Path name) throws IOException {
        PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Path folder = Objects.requireNonNull(name.getParent(), "a temporary file has a folder");
        return found.isRegularFile()
                && found.size() == length
                && found.permissions().equals(Temporaries.OWNER_ONLY)
                && found.owner().equals(Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS));
    }
}
