package dev.perigee.core.engine;

import dev.perigee.sink.local.LocalSink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The local sink as a plugin of an installation. */
final class LocalPlugin {

    private LocalPlugin() {}

    static void install(Path plugins) throws IOException, URISyntaxException {
        Path classes = Path.of(LocalSink.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path plugin = Files.createDirectories(plugins.resolve("local"));
        if (Files.isDirectory(classes)) {
            pack(classes, plugin.resolve("sink.jar"));
        } else {
            Files.copy(classes, plugin.resolve("sink.jar"));
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, entries);
            }
        }
    }
}
