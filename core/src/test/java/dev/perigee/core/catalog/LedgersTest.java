package dev.perigee.core.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.signing.NewKey;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.signing.SshKey;
import dev.perigee.testkit.MemorySink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a ledger is good for, and how its number grows. */
class LedgersTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path folder;

    private final MemorySink sink = new MemorySink();
    private Seals seals = Seals.NONE;

    @BeforeEach
    void prepare() throws Exception {
        Path key = folder.resolve("key");
        SshKey open = NewKey.write(key, "host", new SecureRandom());
        Path signers = Files.writeString(folder.resolve("signers"), "host " + open.text() + "\n");
        seals = new Seals(Optional.of(key), Optional.of(signers));
    }

    private Ledgers ledgers(String state) {
        Memory memory = new Memory(
                "a",
                new ManifestCache(folder.resolve(state).resolve("cache")),
                new KnownBackups(folder.resolve(state).resolve("known")));
        return new Ledgers(sink, "prod", Layout.STANDARD, memory, seals);
    }

    @Test
    void oneThatIsNotReplacedInTimeHasExpired() throws Exception {
        ledgers("maker").write("host", NOON, Optional.of(NOON.plus(Duration.ofHours(13))), List.of());

        assertEquals(List.of(), ledgers("reader").findings(NOON.plus(Duration.ofHours(13)), Set.of()));
        List<String> late = ledgers("reader").findings(NOON.plus(Duration.ofHours(14)), Set.of());

        assertEquals(1, late.size());
        assertTrue(late.getFirst().contains("has expired at 2026-11-24T01:00:00Z"), late::toString);
    }

    @Test
    void aPruneByHandLeavesTheTimeThatItIsGoodFor() throws Exception {
        ledgers("maker").write("host", NOON, Optional.of(NOON.plus(Duration.ofHours(13))), List.of());
        ledgers("maker").write("host", NOON.plus(Duration.ofHours(1)), Optional.empty(), List.of());

        assertEquals(
                1,
                ledgers("reader")
                        .findings(NOON.plus(Duration.ofHours(14)), Set.of())
                        .size());
    }

    /** Its own state may be lost: the sink's word on its number is then all that there is. */
    @Test
    void theNumberGrowsAlsoOnAMachineThatHasLostItsState() throws Exception {
        ledgers("maker").write("host", NOON, Optional.empty(), List.of());
        ledgers("maker").write("host", NOON, Optional.empty(), List.of());
        assertEquals(List.of(), ledgers("reader").findings(NOON, Set.of()));

        ledgers("new").write("host", NOON, Optional.empty(), List.of());

        assertEquals(List.of(), ledgers("reader").findings(NOON, Set.of()));
    }
}
