package dev.perigee.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkPluginsTest {

    private static final ObjectKey KEY = ObjectKey.of("prod/x");

    @TempDir
    Path directory;

    private SinkPlugins plugins;

    @BeforeEach
    void empty() {
        plugins = SinkPlugins.in(List.of(directory));
    }

    @AfterEach
    void close() {
        plugins.close();
    }

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
        try (SinkPlugins none = SinkPlugins.in(List.of(directory.resolve("none")))) {
            assertEquals(List.of(), none.all());
            PluginException e = assertThrows(PluginException.class, () -> none.provider("local"));
            assertEquals(
                    "no plugin offers sink type 'local' in " + directory.resolve("none") + "; there is none at all",
                    e.getMessage());
        }
    }

    // ---- trouble: the folder and the class are named, and the others work

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

    // ---- settings

    @Test
    void aMisspeltSettingIsAnErrorWithASuggestionAndTheSinkIsClosed() throws IOException {
        SamplePlugins.plain("picky").jar(directory.resolve("picky/picky.jar"));

        SinkSettingException e = assertThrows(
                SinkSettingException.class,
                () -> open(
                        "picky",
                        Map.of(
                                "bucket",
                                "b",
                                "partsize",
                                "9",
                                "secret-kye",
                                "s3cret",
                                "retension",
                                Map.of("keep-last", 1))));

        assertEquals("sinks.offsite.partsize", e.settingKey());
        assertEquals(
                "sinks.offsite.partsize is no setting of a sink of type picky; did you mean 'part-size'?"
                        + "; nor is retension.keep-last; did you mean 'retention'?"
                        + "; nor is secret-kye; did you mean 'secret-key'?",
                e.getMessage());
        assertEquals("yes", System.getProperty("sample.closed.picky"));
    }

    @Test
    void aSettingThatCantBeUsedIsNamedWithItsPlace() throws IOException {
        SamplePlugins.plain("picky").jar(directory.resolve("picky/picky.jar"));

        assertEquals(
                "sinks.offsite.bucket is missing; a sink of this type needs it",
                assertThrows(SinkSettingException.class, () -> open("picky", Map.of()))
                        .getMessage());
        assertEquals(
                "sinks.offsite.part-size is 'much'; it takes a size such as 64MiB, 10MB or 1048576",
                assertThrows(
                                SinkSettingException.class,
                                () -> open("picky", Map.of("bucket", "b", "part-size", "much")))
                        .getMessage());
    }

    @Test
    void openThatReturnsNothingIsTheAuthorsFault() throws IOException {
        SamplePlugins.plain("nil", "", "if (true) return null;").jar(directory.resolve("nil/nil.jar"));

        String message = assertThrows(PluginException.class, () -> open("nil", Map.of("bucket", "b")))
                .getMessage();

        assertTrue(message.contains("open returned nothing"), message);
    }

    // ---- the guard

    @Test
    void anUncheckedExceptionIsReportedWithoutItsMessage() throws IOException {
        SamplePlugins.plain("loud", "", "if (true) throw new IllegalStateException(\"s3cret\");")
                .jar(directory.resolve("loud/loud.jar"));
        SamplePlugins.plain("late").jar(directory.resolve("late/late.jar"));

        SinkException opening = assertThrows(SinkException.class, () -> open("loud", Map.of("bucket", "b")));
        SinkException putting;
        try (StorageSink sink = open("late", Map.of("bucket", "b"))) {
            putting = assertThrows(SinkException.class, () -> sink.put(KEY, null, null));
        }

        assertEquals(
                "sink 'offsite': open threw java.lang.IllegalStateException in plugin " + directory.resolve("loud"),
                opening.getMessage());
        assertEquals(SinkException.Kind.OTHER, putting.kind());
        assertFalse((dump(opening) + dump(putting)).contains("s3cret"));
        assertTrue(dump(putting).contains("org.example.late.SampleSink.put"), "the place is there");
    }

    @Test
    void itsOwnExceptionsComeThroughUntouched() throws IOException {
        SamplePlugins.plain("busy").jar(directory.resolve("busy/busy.jar"));

        try (StorageSink sink = open("busy", Map.of("bucket", "b"))) {
            SinkException e = assertThrows(SinkException.class, () -> sink.list("", "", 1));
            assertEquals(SinkException.Kind.BUSY, e.kind());
            assertEquals("its own words", e.getMessage());
        }
    }

    @Test
    void theContextClassLoaderIsPutBack() throws IOException {
        SamplePlugins.plain("ctx").jar(directory.resolve("ctx/ctx.jar"));
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        try (StorageSink sink = open("ctx", Map.of("bucket", "b"))) {
            UnsupportedOperationException e = assertThrows(UnsupportedOperationException.class, sink::capabilities);
            assertEquals("plugin-ctx", e.getMessage());
        }

        assertSame(before, Thread.currentThread().getContextClassLoader());
    }

    @Test
    void aDefinitionIsPrintedWithoutItsValues() {
        String text = new SinkDefinition("offsite", "s3", Map.of("secret-key", "s3cret")).toString();

        assertEquals("sink 'offsite' of type s3 with [secret-key]", text);
    }

    // ----

    private PluginFinding only() {
        List<PluginFinding> all = plugins.all();
        assertEquals(1, all.size(), all.toString());
        return all.getFirst();
    }

    private void assertProblem(PluginFinding finding, String name, String sentence) {
        assertProblem(finding, name, null, sentence);
    }

    private void assertProblem(PluginFinding finding, String name, Optional<String> provider, String sentence) {
        PluginProblem problem = assertInstanceOf(PluginProblem.class, finding);
        Optional<String> expected =
                provider == null ? problem.provider().filter(p -> p.endsWith(".SampleProvider")) : provider;
        assertEquals(directory.resolve(name), problem.path());
        assertEquals(expected, problem.provider());
        assertTrue(provider != null || expected.isPresent(), "names the class: " + problem);
        assertTrue(problem.sentence().startsWith(sentence), problem.toString());
    }

    private StorageSinkProvider provider(String type) throws PluginException {
        return plugins.provider(type);
    }

    private StorageSink open(String type, Map<String, ?> settings) throws SinkException {
        return plugins.open(new SinkDefinition("offsite", type, settings));
    }

    private String whatItSees(String type) throws IOException {
        try (StorageSink sink = open(type, Map.of("bucket", "b"));
                InputStream in = sink.get(KEY, 0)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String dump(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
