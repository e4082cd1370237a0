package dev.perigee.core.companions;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds companions on this machine, and reads them. Links are kept as links, never followed. */
final class CompanionFiles {

    /** Of one file, in bytes. */
    static final int LARGEST = 16 << 20;

    /** Of all files together, in bytes. */
    static final long LARGEST_IN_ALL = 64L << 20;

    /** How many files, directories and links. */
    static final int MOST = 10_000;

    private static final int DEEPEST = 32;
    private static final String SPECIAL = "*?[{\\";

    private final SortedMap<String, TarEntry> entries = new TreeMap<>();
    private final List<String> unmatched = new ArrayList<>();
    private long bytes;

    /** All that the patterns name, ascending by name; a pattern that names nothing is told. */
    static CompanionFiles find(List<String> patterns) throws IOException {
        CompanionFiles files = new CompanionFiles();
        for (String pattern : patterns) {
            if (!files.add(pattern)) {
                files.unmatched.add(pattern);
            }
        }
        return files;
    }

    List<TarEntry> entries() {
        return List.copyOf(entries.values());
    }

    List<String> unmatched() {
        return List.copyOf(unmatched);
    }

    /** How much of a pattern names one directory. */
    static Path base(String pattern) {
        Path base = Path.of("/");
        for (String part : pattern.substring(1).split("/")) {
            if (part.chars().anyMatch(letter -> SPECIAL.indexOf(letter) >= 0)) {
                return base;
            }
            base = base.resolve(part);
        }
        return base;
    }

    private boolean add(String pattern) throws IOException {
        Path base = base(pattern);
        if (!Files.exists(base, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (base.toString().equals(pattern)) {
            add(base);
            return true;
        }
        return addMatching(base, FileSystems.getDefault().getPathMatcher("glob:" + pattern));
    }

    /** With the directory that the pattern starts in, whose rights matter as well. */
    private boolean addMatching(Path base, PathMatcher matcher) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(base, Set.<FileVisitOption>of(), DEEPEST, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                return visitFile(directory, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (matcher.matches(file)) {
                    found.add(file);
                }
                return found.size() > MOST ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }
        });
        for (Path file : found) {
            add(file);
        }
        if (!found.isEmpty() && !base.equals(Path.of("/"))) {
            add(base);
        }
        return !found.isEmpty();
    }

    private void add(Path file) throws IOException {
        String name = file.toString().substring(1);
        if (entries.containsKey(name)) {
            return;
        }
        if (entries.size() >= MOST) {
            throw new IOException("more than " + MOST + " files match; name fewer");
        }
        Map<String, Object> attributes = Files.readAttributes(file, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
        TarEntry.Kind kind = kind(file);
        entries.put(
                name,
                new TarEntry(
                        name,
                        kind,
                        number(attributes, "mode") & 07777,
                        Integer.toUnsignedLong(number(attributes, "uid")),
                        Integer.toUnsignedLong(number(attributes, "gid")),
                        kind == TarEntry.Kind.FILE ? content(file) : new byte[0],
                        kind == TarEntry.Kind.LINK
                                ? Files.readSymbolicLink(file).toString()
                                : ""));
    }

    private static int number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Integer number ? number : 0;
    }

    private static TarEntry.Kind kind(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            return TarEntry.Kind.LINK;
        }
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            return TarEntry.Kind.DIRECTORY;
        }
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return TarEntry.Kind.FILE;
        }
        throw new IOException(file + " is a device, a socket or a pipe; leave it out");
    }

    private byte[] content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            bytes += content.length;
            if (content.length > LARGEST) {
                throw new IOException(file + " is larger than " + (LARGEST >> 20) + " MiB, which no companion is");
            }
            if (bytes > LARGEST_IN_ALL) {
                throw new IOException(
                        "the files have more than " + (LARGEST_IN_ALL >> 20) + " MiB together; name fewer");
            }
            return content;
        }
    }
}
