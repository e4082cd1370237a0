package dev.perigee.sink.local;

import dev.perigee.api.Body;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
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
        if (body.file().isEmpty() || !isLinked(body.file().get(), name)) {
            return false;
        }
        try {
            return isTaken(name, body.length(), now);
        } catch (IOException e) {
            Temporaries.removeAfter(e, name);
            throw e;
        }
    }

    private static boolean isLinked(Path file, Path name) {
        try {
            Files.createLink(name, file);
            return true;
        } catch (IOException | UnsupportedOperationException | ProviderMismatchException e) {
            LOG.log(System.Logger.Level.DEBUG, "the body is copied, for it can't be linked", e);
            return false;
        }
    }

    /** What has got the name is looked at: the other one may lead to something else by now. */
    private static boolean isTaken(Path name, long length, Instant now) throws IOException {
        try {
            if (!isAsIfWritten(name, length)) {
                Files.delete(name);
                return false;
            }
            Files.setLastModifiedTime(name, FileTime.from(now)); // a listing tells when an object was stored
            return true;
        } catch (NoSuchFileException e) {
            LOG.log(System.Logger.Level.DEBUG, "another process swept a file that had waited for long", e);
            return false;
        }
    }

    /** All of it, readable and writable by its owner only, who is the owner of this tree. */
    private static boolean isAsIfWritten(Path name, long length) throws IOException {
        PosixFileAttributes found = Files.readAttributes(name, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Path folder = Objects.requireNonNull(name.getParent(), "a temporary file has a folder");
        return found.isRegularFile()
                && found.size() == length
                && found.permissions().equals(Temporaries.OWNER_ONLY)
                && found.owner().equals(Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS));
    }
}
