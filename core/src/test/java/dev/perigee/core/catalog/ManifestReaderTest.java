package dev.perigee.core.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.time.Timing;
import dev.perigee.testkit.MemorySink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestReaderTest {

    private static final Manifest GOOD = ManifestExamples.at(1);
    private static final ObjectKey KEY = Layout.STANDARD.manifest("prod", GOOD.id());

    @TempDir
    Path state;

    private static Manifest by(String memberName) {
        return new Manifest(
                GOOD.id(),
                GOOD.cluster(),
                new Manifest.Member(1, memberName, "3.6.16"),
                GOOD.job(),
                GOOD.instance(),
                GOOD.facts(),
                GOOD.proof(),
                GOOD.objects());
    }

    private static boolean couldRead(String text) {
        return ManifestReader.couldRead(KEY, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void onlyWhatComesBackAsItWasWrittenCouldBeRead() {
        String good = new String(ManifestJson.write(GOOD), StandardCharsets.UTF_8);

        assertTrue(couldRead(good));
        assertTrue(ManifestReader.couldRead(KEY, ManifestJson.write(by("größe"))));
        assertFalse(ManifestReader.couldRead(KEY, ManifestJson.write(by("x".repeat(1 << 20)))));
        assertFalse(couldRead(good.replace("\"format\":1", "\"format\":2")));
        assertFalse(couldRead(good.replace("\"revision\":101", "\"revision\":-1")));
        assertFalse(couldRead(good.replace(":", ": ")));
        assertFalse(couldRead(good.substring(1)));
        assertFalse(couldRead(""));
    }

    @Test
    void aManifestThatNobodyCouldReadIsNeitherStoredNorNoted() {
        MemorySink sink = new MemorySink();
        KnownBackups known = new KnownBackups(state.resolve("known"), Timing.system());
        Memory memory = new Memory("a", true, new ManifestCache(state.resolve("cache")), known);
        ManifestCatalog catalog = new ManifestCatalog(sink, "prod", Layout.STANDARD, memory, Seals.NONE);

        SinkException failure = assertThrows(SinkException.class, () -> catalog.publish(by("x".repeat(1 << 20))));

        assertEquals(SinkException.Kind.INVALID, failure.kind());
        assertEquals(List.of(), sink.list("", "", 10).objects());
        assertEquals(Known.NOTHING, known.find("prod", GOOD.id()));
    }
}
