package dev.perigee.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Trouble with a plugin: the folder and the class are named, and the others work. */
class BrokenPluginsTest extends PluginFolder {

    @Test
    void junkIsNamedAndTheOthersAreNotBlamed() throws IOException {
        SamplePlugins.plain("good").jar(directory.resolve("good/good.jar"));
        Files.createDirectory(directory.resolve("empty"));
        SamplePlugins.library(directory.resolve("nothing/library.jar"), "1");
        Files.createDirectory(directory.resolve("torn"));
        Files.writeString(directory.resolve("torn/torn.jar"), "not a zip");

        List<PluginFinding> all = plugins.all();

        assertEquals(4, all.size());
        assertProblem(all.get(0), "empty", Optional.empty(), "there is no jar in it");
        assertEquals("good", assertInstanceOf(PluginInfo.class, all.get(1)).type());
        assertProblem(all.get(2), "nothing", Optional.empty(), "none of its jars provides " + PluginJar.SERVICE);
        assertProblem(all.get(3), "torn", Optional.empty(), "torn.jar can't be read: ");
        assertEquals("good", provider("good").type());
    }

    @Test
    void noCodeIsRunThatEverybodyMayWrite() throws IOException {
        SamplePlugins.plain("jar").jar(directory.resolve("jar/jar.jar"));
        SamplePlugins.plain("folder").jar(directory.resolve("folder/folder.jar"));
        SamplePlugins.plain("good").jar(directory.resolve("good/good.jar"));
        openToAll(directory.resolve("jar/jar.jar"));
        openToAll(directory.resolve("folder"));

        List<PluginFinding> all = plugins.all();

        assertEquals(3, all.size());
        assertProblem(all.get(0), "folder", Optional.empty(), "everybody on this machine may write ");
        assertInstanceOf(PluginInfo.class, all.get(1));
        assertProblem(all.get(2), "jar", Optional.empty(), "everybody on this machine may write ");
    }

    private static void openToAll(Path path) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        permissions.add(PosixFilePermission.OTHERS_WRITE);
        Files.setPosixFilePermissions(path, permissions);
    }

    @Test
    void aTornLibraryIsNamed() throws IOException {
        SamplePlugins.plain("torn").jar(directory.resolve("torn/torn.jar"));
        Files.writeString(directory.resolve("torn/half.jar"), "PK");

        assertProblem(only(), "torn", Optional.empty(), "half.jar can't be read: ");
    }

    @Test
    void aProviderThatThrowsIsNamed() throws IOException {
        SamplePlugins.plain("bad", "if (true) throw new IllegalStateException(\"no luck\");", "")
                .jar(directory.resolve("bad/bad.jar"));

        assertProblem(only(), "bad", "its constructor threw java.lang.IllegalStateException: no luck");
    }

    @Test
    void anErrorOfAProviderIsItsOwnAffair() throws IOException {
        SamplePlugins.plain("deep", "if (true) throw new StackOverflowError();", "")
                .jar(directory.resolve("deep/deep.jar"));
        SamplePlugins.plain("good").jar(directory.resolve("good/good.jar"));
        SamplePlugins.plain("typeless").jar(directory.resolve("typeless/typeless.jar"));
        System.setProperty("sample.typeless.type", "java.lang.OutOfMemoryError");

        List<PluginFinding> all = plugins.all();

        assertProblem(all.get(0), "deep", "its constructor threw java.lang.StackOverflowError");
        assertEquals("good", assertInstanceOf(PluginInfo.class, all.get(1)).type());
        assertProblem(all.get(2), "typeless", "type() threw java.lang.OutOfMemoryError");
    }

    @Test
    void endlessTextsInAJarAreNotRead() throws IOException {
        SamplePlugins.plain("services").jar(directory.resolve("services/services.jar"));
        inflate(directory.resolve("services/services.jar"), "META-INF/services/" + PluginJar.SERVICE, 20);
        SamplePlugins.plain("stuffed").jar(directory.resolve("stuffed/stuffed.jar"));
        inflate(directory.resolve("stuffed/stuffed.jar"), "META-INF/MANIFEST.MF", 20);
        SamplePlugins.plain("zclass").jar(directory.resolve("zclass/zclass.jar"));
        inflate(directory.resolve("zclass/zclass.jar"), "org/example/zclass/Helper.class", 20);

        List<PluginFinding> all = plugins.all();

        assertProblem(
                all.get(0),
                "services",
                Optional.empty(),
                "services.jar can't be read: its META-INF/services/" + PluginJar.SERVICE + " has 4194305 bytes");
        assertProblem(
                all.get(1), "stuffed", Optional.empty(), "stuffed.jar can't be read: its META-INF/MANIFEST.MF has");
        assertProblem(
                all.get(2),
                "zclass",
                Optional.empty(),
                "zclass.jar can't be read: its org/example/zclass/Helper.class has");
    }

    /** Puts an entry of so many MB of blanks in the place of one that is there. */
    private static void inflate(Path jar, String name, int megabytes) throws IOException {
        Path before = jar.resolveSibling("before.zip");
        Files.move(jar, before);
        try (ZipFile zip = new ZipFile(before.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                if (entry.getName().equals(name)) {
                    byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
                    for (int i = 0; i < megabytes; i++) {
                        out.write(blanks);
                    }
                } else {
                    zip.getInputStream(entry).transferTo(out);
                }
                out.closeEntry();
            }
        }
        Files.delete(before);
    }

    @Test
    void aProviderThatFailsWhileLoadingIsNamed() throws IOException {
        SamplePlugins.plain("bad", "} static { if (true) throw new IllegalStateException(\"no luck\");", "")
                .jar(directory.resolve("bad/bad.jar"));

        assertProblem(only(), "bad", "fails while it is being loaded: java.lang.IllegalStateException: no luck");
    }

    @Test
    void aMissingLibraryIsNamedWhenTheProviderNeedsIt() throws IOException {
        SamplePlugins.plain("bad", "Helper.help();", "")
                .leavingOut("org.example.bad.Helper")
                .jar(directory.resolve("bad/bad.jar"));

        assertProblem(only(), "bad", "needs the class org.example.bad.Helper, which is neither in its jars nor");
    }

    @Test
    void aMissingLibraryIsNamedWhenOpenNeedsIt() throws IOException {
        SamplePlugins.plain("bad", "", "Helper.help();")
                .leavingOut("org.example.bad.Helper")
                .jar(directory.resolve("bad/bad.jar"));

        PluginException e = assertThrows(PluginException.class, () -> open("bad", Map.of("bucket", "b")));

        assertTrue(
                e.getMessage()
                        .startsWith("sink 'offsite' is of no use: plugin " + directory.resolve("bad")
                                + " (org.example.bad.SampleProvider): needs the class org.example.bad.Helper"),
                e.getMessage());
    }

    @Test
    void aMissingLibraryIsNamedAtFirstUse() throws IOException {
        SamplePlugins.plain("bad").leavingOut("org.example.bad.Helper").jar(directory.resolve("bad/bad.jar"));

        try (StorageSink sink = open("bad", Map.of("bucket", "b"))) {
            PluginException e = assertThrows(PluginException.class, () -> sink.delete(KEY));
            assertTrue(e.getMessage().contains("needs the class org.example.bad.Helper"), e.getMessage());
            assertEquals(SinkException.Kind.INVALID, e.kind());
        }
    }

    @Test
    void aProviderClassThatIsNotThereIsNamed() throws IOException {
        SamplePlugins.plain("bad")
                .service(PluginJar.SERVICE, "org.example.Gone")
                .jar(directory.resolve("bad/bad.jar"));

        assertProblem(
                only(),
                "bad",
                Optional.of("org.example.Gone"),
                "is named as a provider, and isn't in the plugin's jars");
    }

    @Test
    void aClassThatIsNoProviderIsNamed() throws IOException {
        SamplePlugins.plain("bad")
                .service(PluginJar.SERVICE, "org.example.bad.Helper")
                .jar(directory.resolve("bad/bad.jar"));

        assertProblem(only(), "bad", Optional.of("org.example.bad.Helper"), "doesn't implement " + PluginJar.SERVICE);
    }

    @Test
    void aTypeThatIsNoWordIsRefused() throws IOException {
        SamplePlugins.sink("bad", "", "", "\"none\"")
                .source(
                        "org.example.bad.Shouting",
                        "package org.example.bad; public class Shouting implements dev.perigee.api.StorageSinkProvider {"
                                + " public String type() { return \"S3 !\"; } public dev.perigee.api.StorageSink"
                                + " open(dev.perigee.api.SinkSettings s) { return null; } }")
                .service(PluginJar.SERVICE, "org.example.bad.Shouting")
                .jar(directory.resolve("bad/bad.jar"));

        assertProblem(only(), "bad", Optional.of("org.example.bad.Shouting"), "says its type is 'S3 !'");
    }

    @Test
    void aNewerApiLevelIsRefusedAndOursIsNot() throws IOException {
        SamplePlugins.plain("newer").attribute("Perigee-Api-Level", "2").jar(directory.resolve("newer/newer.jar"));
        SamplePlugins.plain("same").attribute("Perigee-Api-Level", "1").jar(directory.resolve("same/same.jar"));

        List<PluginFinding> all = plugins.all();

        assertProblem(all.get(0), "newer", "asks for API level 2 and this Perigee serves 1; use a newer Perigee");
        assertEquals("same", assertInstanceOf(PluginInfo.class, all.get(1)).type());
    }

    @Test
    void aJdkModuleThatIsNotThereIsNamed() throws IOException {
        Path absent = new PluginBuilder()
                .source("module-info", "module java.absent {}")
                .jar(Files.createTempDirectory("absent").resolve("absent.jar"));
        SamplePlugins.sink("bad", "", "", "\"none\"")
                .source("module-info", SamplePlugins.moduleInfo("bad", "requires java.absent;"))
                .against(absent)
                .jar(directory.resolve("bad/bad.jar"));

        assertProblem(only(), "bad", "needs the Java module java.absent, which this runtime doesn't have");
    }

    @Test
    void twoProvidersOfOneTypeInOneFolderAreRefused() throws IOException {
        SamplePlugins.plain("same").jar(directory.resolve("same/same-1.0.jar"));
        SamplePlugins.plain("same").jar(directory.resolve("same/same-1.1.jar"));

        assertProblem(
                only(), "same", "offers type 'same', and so does org.example.same.SampleProvider in the same folder");
    }

    @Test
    void twoFoldersOfOneTypeAreBothNamed() throws IOException {
        SamplePlugins.plain("same").jar(directory.resolve("a/same.jar"));
        SamplePlugins.plain("same").jar(directory.resolve("b/same.jar"));

        List<PluginFinding> all = plugins.all();
        PluginException e = assertThrows(PluginException.class, () -> plugins.provider("same"));

        assertProblem(all.get(0), "a", "offers type 'same', and so does " + directory.resolve("b"));
        assertProblem(all.get(1), "b", "offers type 'same', and so does " + directory.resolve("a"));
        assertEquals(List.of(all.get(0), all.get(1)), e.problems());
    }

    @Test
    void ofTwoFoldersOfOneTypeTheOneWithItsNameIsTakenAndTheOtherIsBlamed() throws IOException {
        SamplePlugins.plain("same").jar(directory.resolve("a/same.jar"));
        SamplePlugins.plain("same").jar(directory.resolve("same/same.jar"));

        List<PluginFinding> all = plugins.all();

        assertProblem(all.get(0), "a", "offers type 'same', and so does " + directory.resolve("same"));
        assertInstanceOf(PluginInfo.class, all.get(1));
        assertEquals("same", provider("same").type());
    }

    @Test
    void aTypeThatNobodyOffersIsAnsweredWithThoseThatThereAreAndTheFoldersThatFailed() throws IOException {
        SamplePlugins.plain("local").jar(directory.resolve("local/local.jar"));
        Files.createDirectory(directory.resolve("empty"));

        PluginException e = assertThrows(PluginException.class, () -> plugins.provider("locla"));

        assertEquals(
                "no plugin offers sink type 'locla' in " + directory + "; there is local; did you mean 'local'?"
                        + " (not usable: plugin " + directory.resolve("empty")
                        + ": there is no jar in it; remove the folder, or put the plugin's jars into it)",
                e.getMessage());
    }

    @Test
    void whatIsNotAskedForIsNotTouched() throws IOException {
        SamplePlugins.plain("asked").jar(directory.resolve("asked/asked.jar"));
        SamplePlugins.plain("idle", "System.setProperty(\"sample.idle\", \"loaded\");", "")
                .jar(directory.resolve("idle/idle.jar"));
        Files.createDirectory(directory.resolve("a-torn"));
        Files.writeString(directory.resolve("a-torn/torn.jar"), "not a zip");

        try (StorageSink sink = open("asked", Map.of("bucket", "b"))) {
            assertNull(System.getProperty("sample.idle"));
        }
    }
}
