package dev.perigee.core.engine;

import dev.perigee.sink.kit.body.ReadStream;
import dev.perigee.sink.local.LocalSink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The local sink as a plugin of an installation, with the kit that it is made of. */
final class LocalPlugin {

    private LocalPlugin() {}

    static void install(Path plugins) throws IOException, URISyntaxException {
        Path plugin = Files.createDirectories(plugins.resolve("local"));
        put(LocalSink.class, plugin.resolve("sink.jar"));
        put(ReadStream.class, plugin.resolve("kit.jar"));
    }

    private static void put(Class<?> type, Path jar) throws IOException, URISyntaxException {
        Path classes =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(classes)) {
            pack(classes, jar);
        } else {
            Files.copy(classes, jar);
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
