package dev.perigee.core.plugin;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands between a plugin and us: its settings are checked, and its exceptions are contained. */
class PluginGuardTest extends PluginFolder {

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
    void theMisspeltKeyIsToldWhereAProviderMissesTheRightOne() throws IOException {
        SamplePlugins.plain("picky").jar(directory.resolve("picky/picky.jar"));

        assertEquals(
                "sinks.offsite.bukcet is no setting of a sink of type picky; did you mean 'bucket'?",
                assertThrows(SinkSettingException.class, () -> open("picky", Map.of("bukcet", "b")))
                        .getMessage());
    }

    @Test
    void anEmptySecretIsNamedWithItsPlace() throws IOException {
        SamplePlugins.plain("picky").jar(directory.resolve("picky/picky.jar"));
        Path file = Files.writeString(directory.resolve("secret"), "\n \r\n");

        assertEquals(
                "sinks.offsite.secret-key is empty; leave it out, or give it a value",
                assertThrows(SinkSettingException.class, () -> open("picky", Map.of("bucket", "b", "secret-key", " ")))
                        .getMessage());
        assertEquals(
                "sinks.offsite.secret-key-file names " + file + ", which is empty",
                assertThrows(
                                SinkSettingException.class,
                                () -> open("picky", Map.of("bucket", "b", "secret-key-file", file.toString())))
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
                "sink 'offsite': open threw java.lang.IllegalStateException in plugin " + directory.resolve("loud")
                        + " (org.example.loud.SampleProvider)",
                opening.getMessage());
        assertEquals(SinkException.Kind.OTHER, putting.kind());
        assertFalse((dump(opening) + dump(putting)).contains("s3cret"));
        assertTrue(dump(putting).contains("org.example.late.SampleSink.put"), "the place is there");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                StackOverflowError.class,
                OutOfMemoryError.class,
                AssertionError.class,
                InterruptedException.class,
                Error.class
            })
    void whateverAVerbThrowsIsBlamedOnThePlugin(Class<?> thrown) throws IOException {
        SamplePlugins.plain("mad").jar(directory.resolve("mad/mad.jar"));
        String blame = " threw " + thrown.getName() + " in plugin " + directory.resolve("mad")
                + " (org.example.mad.SampleProvider)";
        try (StorageSink sink = open("mad", Map.of("bucket", "b"))) {
            for (String verb : List.of("list", "get")) {
                SinkException e = failing("mad", verb, thrown, () -> use(sink, verb));
                assertEquals("sink 'offsite': " + verb + blame, e.getMessage());
            }
            SinkException e = failing("mad", "stream", thrown, () -> use(sink, "get"));
            assertEquals("sink 'offsite': get" + blame, e.getMessage());
        }
        SinkException e = failing("mad", "capabilities", thrown, () -> open("mad", Map.of("bucket", "b")));
        assertEquals("sink 'offsite': capabilities" + blame, e.getMessage());
        assertEquals("yes", System.getProperty("sample.closed.mad"));
    }

    @Test
    void aSinkThatCantBeClosedHasStillDoneItsWork() throws IOException {
        SamplePlugins.plain("clingy").jar(directory.resolve("clingy/clingy.jar"));
        System.setProperty("sample.clingy.close", StackOverflowError.class.getName());

        assertDoesNotThrow(() -> open("clingy", Map.of("bucket", "b")).close());
    }

    private static void use(StorageSink sink, String verb) throws IOException {
        if (verb.equals("list")) {
            sink.list("", "", 1);
        } else {
            try (InputStream in = sink.get(KEY, 0)) {
                in.readAllBytes();
            }
        }
    }

    private static SinkException failing(String type, String where, Class<?> thrown, Executable use) {
        String property = "sample." + type + "." + where;
        System.setProperty(property, thrown.getName());
        try {
            return assertThrows(SinkException.class, use);
        } finally {
            System.clearProperty(property);
        }
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

    @ParameterizedTest
    @ValueSource(strings = {"other/manifests/x.json", "prod2", "pro", "x/prod"})
    void aListingOfWhatWasntAskedForIsTheSinksOwnFailure(String given) throws IOException {
        SamplePlugins.plain("liar").jar(directory.resolve("liar/liar.jar"));
        System.setProperty("sample.liar.listed", given);

        try (StorageSink sink = open("liar", Map.of("bucket", "b"))) {
            SinkException e = assertThrows(SinkException.class, () -> sink.list("prod/", "", 1));

            assertEquals(
                    "sink 'offsite': list was asked for what begins with 'prod/', and gave " + given
                            + "; nothing of this listing is believed",
                    e.getMessage());
            assertTrue(e.hint().orElseThrow().contains("perigee sink check offsite"), e.toString());
            assertEquals(1, sink.list(given, "", 1).objects().size());
        }
    }

    @Test
    void theContextClassLoaderIsPutBack() throws IOException {
        SamplePlugins.plain("ctx").jar(directory.resolve("ctx/ctx.jar"));
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        String seen = whatItSees("ctx");

        assertTrue(seen.contains("context=plugin-ctx"), seen);

        assertSame(before, Thread.currentThread().getContextClassLoader());
    }

    @Test
    void aDefinitionIsPrintedWithoutItsValues() {
        String text = new SinkDefinition("offsite", "s3", Map.of("secret-key", "s3cret")).toString();

        assertEquals("sink 'offsite' of type s3 with [secret-key]", text);
    }
}
