package dev.perigee.core.companions;

import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One file as it was at one moment, or what kept it out.
 *
 * @param entry the file; empty if it is left out
 * @param fault why; empty if it isn't
 */
record FileReading(Optional<TarEntry> entry, Optional<LeftOut> fault) {

    private static final String ATTRIBUTES = "unix:mode,uid,gid,size,ino,lastModifiedTime,ctime";
    private static final int TRIES = 3;

    static FileReading of(Path file) {
        try {
            for (int attempt = 0; attempt < TRIES; attempt++) {
                FileReading reading = once(file);
                if (reading.entry.isPresent() || reading.fault.isPresent()) {
                    return reading;
                }
            }
            return leftOut(file, "changed each time that it was read: it is no file to keep this way");
        } catch (IOException e) {
            return new FileReading(Optional.empty(), Optional.of(unreadable(file, e)));
        }
    }

    /** Neither an entry nor a fault where it changed meanwhile. */
    private static FileReading once(Path file) throws IOException {
        if (!isNamedByItsText(file)) {
            return leftOut(file, "has a name that is no UTF-8: rename it");
        }
        Map<String, Object> before = attributes(file);
        Optional<TarEntry.Kind> kind = kind(file);
        if (kind.isEmpty()) {
            return leftOut(file, "is a device, a socket or a pipe, which can't be kept: leave it out of the patterns");
        }
        byte[] content = kind.get() == TarEntry.Kind.FILE ? content(file) : new byte[0];
        if (content.length > CompanionFiles.LARGEST) {
            return leftOut(
                    file,
                    "is larger than " + (CompanionFiles.LARGEST >> 20)
                            + " MiB, which no companion is: leave it out of the patterns");
        }
        Path target = kind.get() == TarEntry.Kind.LINK ? Files.readSymbolicLink(file) : Path.of("");
        if (!isNamedByItsText(target)) {
            return leftOut(file, "leads to a name that is no UTF-8: rename that");
        }
        boolean changed = kind.get() != TarEntry.Kind.DIRECTORY && !before.equals(attributes(file));
        return changed
                ? new FileReading(Optional.empty(), Optional.empty())
                : new FileReading(
                        Optional.of(entry(file, kind.get(), before, content, target.toString())), Optional.empty());
    }

    private static boolean isNamedByItsText(Path file) {
        try {
            return Path.of(file.toString()).equals(file);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static TarEntry entry(
            Path file, TarEntry.Kind kind, Map<String, Object> attributes, byte[] content, String target) {
        return new TarEntry(
                file.toString().substring(1),
                kind,
                number(attributes, "mode") & 07777,
                Integer.toUnsignedLong(number(attributes, "uid")),
                Integer.toUnsignedLong(number(attributes, "gid")),
                content,
                target);
    }

    private static Map<String, Object> attributes(Path file) throws IOException {
        return Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    }

    private static int number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Integer number ? number : 0;
    }

    private static Optional<TarEntry.Kind> kind(Path file) {
        if (Files.isSymbolicLink(file)) {
            return Optional.of(TarEntry.Kind.LINK);
        }
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(TarEntry.Kind.DIRECTORY);
        }
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(TarEntry.Kind.FILE)
                : Optional.empty();
    }

    /** One byte more than a companion may have, if there is one. */
    private static byte[] content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(CompanionFiles.LARGEST + 1);
        }
    }

    private static FileReading leftOut(Path file, String why) {
        return new FileReading(Optional.empty(), Optional.of(new LeftOut(file.toString(), why)));
    }

    static LeftOut unreadable(Path file, IOException failure) {
        String why = switch (failure) {
            case AccessDeniedException denied ->
                "can't be read: let user '" + System.getProperty("user.name", "?") + "' do that";
            case NoSuchFileException gone -> "went away while it was read";
            case FileSystemException about -> "can't be read: " + Objects.requireNonNullElse(about.getReason(), "?");
            default -> "can't be read: " + FailureWords.of(failure);
        };
        return new LeftOut(file.toString(), why);
    }
}
