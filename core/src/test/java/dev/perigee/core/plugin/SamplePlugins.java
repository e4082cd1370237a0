package dev.perigee.core.plugin;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Plugins to load. Their sink answers {@code get} with what it sees of the world: its library's version, its module, the
 * context class loader, whether classes of the host are visible.
 */
final class SamplePlugins {

    private static final String SINK = """
            package org.example.PACKAGE;

            import dev.perigee.api.*;
            import java.io.*;
            import java.nio.charset.StandardCharsets;
            import java.util.*;

            public final class SampleSink implements StorageSink {
                /** Throws what a test has asked for, undeclared. */
                static void fail(String where) {
                    if (System.getProperty("sample.TYPE." + where) instanceof String error) {
                        SampleSink.<RuntimeException>sneak(error);
                    }
                }
                @SuppressWarnings("unchecked")
                private static <T extends Throwable> void sneak(String error) throws T {
                    try {
                        throw (T) Class.forName(error).getConstructor().newInstance();
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                }
                public SinkCapabilities capabilities() {
                    fail("capabilities");
                    return SinkCapabilities.PLAIN;
                }
                public ObjectInfo put(ObjectKey key, Body body, PutOptions options) { throw new IllegalStateException("s3cret"); }
                public InputStream get(ObjectKey key, long offset) throws SinkException {
                    fail("get");
                    if (System.getProperty("sample.TYPE.stream") != null) {
                        return new InputStream() {
                            public int read() { fail("stream"); return -1; }
                        };
                    }
                    String seen = "library=" + LIBRARY
                            + " module=" + getClass().getModule().getName()
                            + " context=" + Thread.currentThread().getContextClassLoader().getName()
                            + " host=" + sees("com.typesafe.config.Config") + sees("com.cronutils.model.Cron")
                            + sees("dev.perigee.core.backup.Job") + sees("org.slf4j.Logger")
                            + " jdk=" + sees("java.net.http.HttpClient");
                    return new ByteArrayInputStream(seen.getBytes(StandardCharsets.UTF_8));
                }
                private static boolean sees(String name) {
                    try {
                        Class.forName(name);
                        return true;
                    } catch (ClassNotFoundException e) {
                        return false;
                    }
                }
                public ListPage list(String prefix, String after, int limit) throws SinkException {
                    fail("list");
                    if (System.getProperty("sample.TYPE.listed") instanceof String key) {
                        return new ListPage(List.of(new ObjectInfo(ObjectKey.of(key), 1, java.time.Instant.EPOCH)), false);
                    }
                    throw new SinkException(SinkException.Kind.BUSY, "its own words");
                }
                public void delete(ObjectKey key) { org.example.PACKAGE.Helper.help(); }
                public void close() { fail("close"); System.setProperty("sample.closed.TYPE", "yes"); }
            }
            """;

    private static final String HELPER = """
            package org.example.PACKAGE;

            public final class Helper {
                public static void help() {}
            }
            """;

    private static final String PROVIDER = """
            package org.example.PACKAGE;

            import dev.perigee.api.*;

            public final class SampleProvider implements StorageSinkProvider {
                public SampleProvider() { CONSTRUCTOR }
                public String type() {
                    SampleSink.fail("type");
                    return "TYPE";
                }
                public StorageSink open(SinkSettings settings) throws SinkException {
                    settings.required("bucket");
                    settings.bytes("part-size", 5);
                    settings.string("object-lock.mode");
                    settings.secret("secret-key");
                    OPEN
                    return new SampleSink();
                }
            }
            """;

    private static final String LIBRARY = """
            package org.example.library;

            public final class Library {
                public static String version() { return "VERSION"; }
            }
            """;

    private SamplePlugins() {}

    /** A jar in the making whose sink has no library. */
    static PluginBuilder plain(String type) {
        return sink(type, "", "", "\"none\"")
                .service(PluginJar.SERVICE, "org.example." + pack(type) + ".SampleProvider");
    }

    /** The same with code in the provider's constructor and in open. */
    static PluginBuilder plain(String type, String constructor, String open) {
        return sink(type, constructor, open, "\"none\"")
                .service(PluginJar.SERVICE, "org.example." + pack(type) + ".SampleProvider");
    }

    static PluginBuilder sink(String type, String constructor, String open, String library) {
        PluginBuilder builder = new PluginBuilder();
        String name = "org.example." + pack(type) + ".";
        builder.source(name + "Helper", HELPER.replace("PACKAGE", pack(type)));
        builder.source(name + "SampleSink", fill(SINK, type).replace("LIBRARY", library));
        return builder.source(
                name + "SampleProvider",
                fill(PROVIDER, type).replace("CONSTRUCTOR", constructor).replace("OPEN", open));
    }

    private static String fill(String template, String type) {
        return template.replace("PACKAGE", pack(type)).replace("TYPE", type);
    }

    /** A plugin whose sink jar is a module that requires its library by the name that javac gave it. */
    static void thinModular(Path folder, String type, String libraryVersion) throws IOException {
        Path library = library(folder.resolve("library-" + libraryVersion + ".jar"), libraryVersion);
        sink(type, "", "", "org.example.library.Library.version()")
                .source("module-info", moduleInfo(type, "requires library;"))
                .attribute("Implementation-Version", "3.2.1")
                .against(library)
                .jar(folder.resolve("sample-" + type + ".jar"));
    }

    static String moduleInfo(String type, String more) {
        return "module org.example." + pack(type) + " { requires dev.perigee.api; " + more
                + " provides dev.perigee.api.StorageSinkProvider with org.example." + pack(type) + ".SampleProvider; }";
    }

    static void thinPlain(Path folder, String type, String libraryVersion) throws IOException {
        Path library = library(folder.resolve("library-" + libraryVersion + ".jar"), libraryVersion);
        sink(type, "", "", "org.example.library.Library.version()")
                .service(PluginJar.SERVICE, "org.example." + pack(type) + ".SampleProvider")
                .against(library)
                .jar(folder.resolve("sample-" + type + ".jar"));
    }

    /**
     * A module with its library inside, whose service is found by the library's own service loader, as shading leaves it:
     * the module descriptor knows nothing of that.
     */
    static void fatModular(Path jar, String type) throws IOException {
        sink(type, "", "", "org.example.library.Library.version()")
                .source("module-info", moduleInfo(type, "uses org.example.library.Codec;"))
                .source(
                        "org.example.library.Codec",
                        "package org.example.library; public interface Codec { String version(); }")
                .source(
                        "org.example.library.FatCodec",
                        "package org.example.library; public class FatCodec implements Codec {"
                                + " public String version() { return \"fat\"; } }")
                .source(
                        "org.example.library.Library",
                        "package org.example.library; public class Library { public static String version() {"
                                + " return java.util.ServiceLoader.load(Codec.class, Library.class.getClassLoader())"
                                + ".findFirst().orElseThrow().version(); } }")
                .service("org.example.library.Codec", "org.example.library.FatCodec")
                .jar(jar);
    }

    static Path library(Path jar, String version) throws IOException {
        return new PluginBuilder()
                .source("org.example.library.Library", LIBRARY.replace("VERSION", version))
                .attribute("Automatic-Module-Name", "library")
                .jar(jar);
    }

    static String pack(String type) {
        return type.replace("-", "");
    }
}
