package dev.perigee.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
