package dev.perigee.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SinkPluginsTest extends PluginFolder {

    // ---- the shapes

    @Test
    void aThinModularJarReadsItsLibraryFromTheFolder() throws IOException {
        SamplePlugins.thinModular(directory.resolve("thin"), "thin", "1.0");

        assertEquals(
                "library=1.0 module=org.example.thin context=plugin-thin host=falsefalsefalsefalse jdk=true",
                whatItSees("thin"));
    }

    @Test
    void aPlainJarNeedsNoModuleDescriptor() throws IOException {
        SamplePlugins.thinPlain(directory.resolve("plain"), "plain", "1.0");

        assertEquals(
                "library=1.0 module=null context=plugin-plain host=falsefalsefalsefalse jdk=true", whatItSees("plain"));
    }

    @Test
    void aFatModularJarFindsTheServicesOfItsLibraries() throws IOException {
        SamplePlugins.fatModular(directory.resolve("fat.jar"), "fat");

        assertEquals(
                "library=fat module=org.example.fat context=plugin-fat host=falsefalsefalsefalse jdk=true",
                whatItSees("fat"));
    }

    @Test
    void aProviderMayBeMadeByAStaticMethod() throws IOException {
        SamplePlugins.plain("made")
                .source(
                        "org.example.made.Maker",
                        "package org.example.made; public class Maker { private Maker() {}"
                                + " public static SampleProvider provider() { return new SampleProvider(); } }")
                .service(PluginJar.SERVICE, "org.example.made.Maker")
                .jar(directory.resolve("made/made.jar"));

        assertEquals("made", provider("made").type());
    }

    @Test
    void whatWasOnlyLookedAtIsClosedAndLoadedAnewForWhoeverAsks() throws IOException {
        SamplePlugins.thinModular(directory.resolve("used"), "used", "1.0");
        SamplePlugins.thinModular(directory.resolve("unused"), "unused", "2.0");
        StorageSinkProvider used = provider("used");
        assertEquals(2, plugins.all().size());
        assertTrue(isOpen("unused"));

        plugins.closeUnused();

        assertFalse(isOpen("unused"));
        assertTrue(isOpen("used"));
        assertSame(used, provider("used"));
        assertTrue(whatItSees("unused").startsWith("library=2.0 "));
        plugins.closeUnused();
        assertTrue(isOpen("unused"), "somebody has asked for it");
    }

    /** Such as one that was broken off by the end of the daemon, and is on its way to its own. */
    @Test
    void aCallThatOutlivesThemStillFindsItsClasses() throws Exception {
        SamplePlugins.plain("slow").jar(directory.resolve("slow/slow.jar"));
        try (StorageSink sink = open("slow", Map.of("bucket", "b"))) {
            plugins.close();

            sink.delete(KEY); // asks for a class for the first time
        }
    }

    private boolean isOpen(String plugin) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.anyMatch(descriptor -> leadsTo(directory.resolve(plugin), descriptor));
        }
    }

    private static boolean leadsTo(Path folder, Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(folder);
        } catch (IOException e) {
            return false; // it was that of the listing itself
        }
    }

    @Test
    void twoPluginsHaveTheirOwnVersionsOfOneLibrary() throws IOException {
        SamplePlugins.thinModular(directory.resolve("one"), "one", "1.0");
        SamplePlugins.thinPlain(directory.resolve("two"), "two", "2.0");
        SamplePlugins.thinModular(directory.resolve("three"), "three", "3.0");

        assertTrue(whatItSees("one").startsWith("library=1.0 "));
        assertTrue(whatItSees("two").startsWith("library=2.0 "));
        assertTrue(whatItSees("three").startsWith("library=3.0 "));
    }

    @Test
    void aCopyOfTheApiAmongTheLibrariesDoesNoHarm() throws IOException {
        Path folder = directory.resolve("bundled");
        SamplePlugins.thinModular(folder, "bundled", "1.0");
        new PluginBuilder()
                .source(
                        "dev.perigee.api.StorageSinkProvider",
                        "package dev.perigee.api; public interface StorageSinkProvider {}")
                .jar(folder.resolve("perigee-api.jar"));

        assertTrue(whatItSees("bundled").startsWith("library=1.0 "));
    }

    @Test
    void aFatJarWithTheApiInsideDoesNoHarm() throws IOException {
        SamplePlugins.sink("inside", "", "", "\"none\"")
                .source("module-info", SamplePlugins.moduleInfo("inside", ""))
                .copyOf(StorageSinkProvider.class)
                .copyOf(StorageSink.class)
                .jar(directory.resolve("inside/inside.jar"));

        assertTrue(whatItSees("inside").contains("module=org.example.inside"));
    }

    @Test
    void theTypeNeedNotBeTheFoldersName() throws IOException {
        SamplePlugins.plain("odd").jar(directory.resolve("some-folder/any.jar"));

        assertEquals("odd", provider("odd").type());
    }

    @Test
    void aProviderIsLoadedOnce() throws IOException {
        SamplePlugins.plain("once").jar(directory.resolve("once/once.jar"));

        assertSame(provider("once"), provider("once"));
    }

    // ---- what the user is told of them

    @Test
    void infoTellsTypeVersionProviderModulePathAndLibraries() throws IOException {
        SamplePlugins.thinModular(directory.resolve("thin"), "thin", "1.0");
        SamplePlugins.plain("zz").jar(directory.resolve("zz.jar"));

        assertEquals(
                List.of(
                        new PluginInfo(
                                "thin",
                                Optional.of("3.2.1"),
                                "org.example.thin.SampleProvider",
                                Optional.of("org.example.thin"),
                                directory.resolve("thin"),
                                List.of("library-1.0.jar")),
                        new PluginInfo(
                                "zz",
                                Optional.empty(),
                                "org.example.zz.SampleProvider",
                                Optional.empty(),
                                directory.resolve("zz.jar"),
                                List.of())),
                plugins.all());
    }

    @Test
    void otherFilesInThePluginDirectoryAreNoPlugins() throws IOException {
        Files.writeString(directory.resolve("README.txt"), "hello");
        Files.createDirectory(directory.resolve(".hidden"));

        assertEquals(List.of(), plugins.all());
    }

    @Test
    void anAbsentDirectoryHoldsNothing() throws IOException {
        try (SinkPlugins none = SinkPlugins.in(List.of(directory.resolve("none")), directory)) {
            assertEquals(List.of(), none.all());
            PluginException e = assertThrows(PluginException.class, () -> none.provider("local"));
            assertEquals(
                    "no plugin offers sink type 'local' in " + directory.resolve("none") + "; there is none at all",
                    e.getMessage());
        }
    }
}
