package dev.perigee.core.plugin;

import dev.perigee.core.disk.Permissions;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One entry of a plugin directory: a folder with jars, or a single jar.
 *
 * @param path the folder, or the jar
 */
record PluginEntry(Path path) {

    private static final String JAR = ".jar";

    /** The entries of a directory by name; none if the directory is absent. Other files, and hidden ones, are none. */
    static List<PluginEntry> in(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.filter(path -> !path.getFileName().toString().startsWith("."))
                    .filter(path -> Files.isDirectory(path) || isJar(path))
                    .sorted()
                    .map(PluginEntry::new)
                    .toList();
        }
    }

    private static boolean isJar(Path path) {
        return path.getFileName().toString().endsWith(JAR) && Files.isRegularFile(path);
    }

    /**
     * Refuses what everybody on this machine may have put there, or another user: its code would run as this one. The
     * directory was named by whoever installed or configured us, so its owner is trusted.
     */
    void requireOurs() throws PluginFault {
        Path directory = Objects.requireNonNullElse(path.toAbsolutePath().getParent(), path);
        List<Path> all =
                Stream.concat(Stream.of(directory, path), jars().stream()).toList();
        try {
            for (Path one : all) {
                if (Permissions.areOpenToAll(one)) {
                    throw new PluginFault("everybody on this machine may write " + one
                            + ", and its code would run as this user; 'chmod o-w " + one + "', if it is what you put"
                            + " there");
                }
                if (!Permissions.areOfTrusted(one, directory)) {
                    throw new PluginFault(one + " belongs to neither this user nor root nor the owner of " + directory
                            + ", and its code would run as this user; 'chown root " + one + "', if it is what you put"
                            + " there");
                }
            }
        } catch (IOException e) {
            throw new PluginFault("can't be looked at: " + FailureWords.of(e));
        }
    }

    /** The folder's name, or the jar's without its ending. */
    String name() {
        String file = String.valueOf(path.getFileName());
        return Files.isDirectory(path) ? file : file.substring(0, file.length() - JAR.length());
    }

    List<Path> jars() throws PluginFault {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> paths = Files.list(path)) {
            return paths.filter(PluginEntry::isJar).sorted().toList();
        } catch (IOException e) {
            throw new PluginFault("can't be listed: " + e);
        }
    }
}
