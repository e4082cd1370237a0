package dev.perigee.core.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
