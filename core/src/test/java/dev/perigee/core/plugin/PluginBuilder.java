package dev.perigee.core.plugin;

import dev.perigee.api.StorageSinkProvider;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles sources into a jar, as a third party would: against the API and nothing else of ours. */
final class PluginBuilder {

    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> resources = new LinkedHashMap<>();
    private final List<Class<?>> copies = new ArrayList<>();
    private final Manifest manifest = new Manifest();
    private final List<Path> libraries = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    PluginBuilder() {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    PluginBuilder source(String className, String code) {
        sources.put(className, code);
        return this;
    }

    PluginBuilder service(String service, String provider) {
        resources.put("META-INF/services/" + service, "# made by a test\n" + provider + "  # here\n");
        return this;
    }

    PluginBuilder attribute(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    PluginBuilder against(Path library) {
        libraries.add(library);
        return this;
    }

    /** Compiles the class and leaves it out of the jar. */
    PluginBuilder leavingOut(String className) {
        leftOut.add(className.replace('.', '/') + ".class");
        return this;
    }

    /** Copies a class of the host's into the jar, as a fat jar would. */
    PluginBuilder copyOf(Class<?> type) {
        copies.add(type);
        return this;
    }

    Path jar(Path jar) throws IOException {
        Path classes = Files.createTempDirectory("classes");
        try {
            compile(classes);
            pack(classes, jar);
        } finally {
            remove(classes);
        }
        return jar;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void pack(Path classes, Path jar) throws IOException {
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                Stream<Path> paths = Files.walk(classes)) {
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                String name = classes.relativize(path).toString();
                if (!leftOut.contains(name)) {
                    entry(out, name, Files.readAllBytes(path));
                }
            }
            for (Class<?> copy : copies) {
                String name = copy.getName().replace('.', '/') + ".class";
                try (InputStream bytes = copy.getClassLoader().getResourceAsStream(name)) {
                    entry(out, name, bytes.readAllBytes());
                }
            }
            for (Map.Entry<String, String> resource : resources.entrySet()) {
                entry(out, resource.getKey(), resource.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void entry(JarOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(bytes);
        out.closeEntry();
    }

    private void compile(Path classes) {
        List<String> path =
                new ArrayList<>(libraries.stream().map(Path::toString).toList());
        path.add(api().toString());
        boolean modular = sources.containsKey("module-info");
        List<String> options = List.of(
                modular ? "--module-path" : "--class-path",
                String.join(File.pathSeparator, path),
                "-d",
                classes.toString(),
                "-proc:none");
        List<JavaFileObject> files = sources.entrySet().stream()
                .<JavaFileObject>map(source -> new Source(source.getKey(), source.getValue()))
                .toList();
        StringWriter said = new StringWriter();
        boolean done = ToolProvider.getSystemJavaCompiler()
                .getTask(said, null, null, options, null, files)
                .call();
        if (!done) {
            throw new IllegalStateException(said.toString());
        }
    }

    static Path api() {
        try {
            return Path.of(StorageSinkProvider.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String code;

        Source(String className, String code) {
            super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }
}
