package dev.perigee.core.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.signing.NewKey;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.signing.SshKey;
import dev.perigee.core.time.Timing;
import dev.perigee.testkit.MemorySink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
        return ledgers("a", state);
    }

    private Ledgers ledgers(String name, String state) {
        Memory memory = new Memory(
                name,
                true,
                new ManifestCache(folder.resolve(state).resolve("cache")),
                new KnownBackups(folder.resolve(state).resolve("known"), Timing.system()));
        return new Ledgers(sink, "prod", Layout.STANDARD, memory, seals);
    }

    private static Ledger.Heading at(Instant time, Optional<Instant> validUntil) {
        return new Ledger.Heading("host", time, validUntil, Optional.empty());
    }

    @Test
    void oneThatIsNotReplacedInTimeHasExpired() throws Exception {
        ledgers("maker").write(at(NOON, Optional.of(NOON.plus(Duration.ofHours(13)))), List.of());

        assertEquals(
                List.of(),
                ledgers("reader")
                        .look(NOON.plus(Duration.ofHours(13)), Set.of())
                        .findings());
        List<String> late = ledgers("reader")
                .look(NOON.plus(Duration.ofHours(14)), Set.of())
                .findings();

        assertEquals(1, late.size());
        assertTrue(late.getFirst().contains("has expired at 2026-11-24T01:00:00Z"), late::toString);
    }

    @Test
    void aPruneByHandLeavesTheTimeThatItIsGoodFor() throws Exception {
        ledgers("maker").write(at(NOON, Optional.of(NOON.plus(Duration.ofHours(13)))), List.of());
        ledgers("maker").write(at(NOON.plus(Duration.ofHours(1)), Optional.empty()), List.of());

        assertEquals(
                1,
                ledgers("reader")
                        .look(NOON.plus(Duration.ofHours(14)), Set.of())
                        .findings()
                        .size());
    }

    /** Its own state may be lost: the sink's word on its number is then all that there is. */
    @Test
    void theNumberGrowsAlsoOnAMachineThatHasLostItsState() throws Exception {
        ledgers("maker").write(at(NOON, Optional.empty()), List.of());
        ledgers("maker").write(at(NOON, Optional.empty()), List.of());
        assertEquals(List.of(), ledgers("reader").look(NOON, Set.of()).findings());

        ledgers("new").write(at(NOON, Optional.empty()), List.of());

        assertEquals(List.of(), ledgers("reader").look(NOON, Set.of()).findings());
    }

    @Test
    void oneThatWasCopiedFromAnotherSinkIsNotBelieved() throws Exception {
        ledgers("two", "maker").write(at(NOON, Optional.empty()), List.of());

        LedgerView seen = ledgers("one", "reader").look(NOON, Set.of());

        assertEquals(List.of(), seen.believed());
        assertTrue(seen.findings().toString().contains("it was written for sink 'two'"), seen::toString);
    }

    private static LedgerView view(String sink, Instant time, Ledger.Run... runs) {
        Ledger ledger = new Ledger("prod", "host", sink, 1, time, Optional.empty(), List.of(runs), new TreeMap<>());
        return new LedgerView(List.of(), List.of(ledger), false);
    }

    private static Ledger.Run run(Instant time) {
        return new Ledger.Run("hourly", time, List.of("one", "two"));
    }

    @Test
    void severalThatKnowOfARunAreOneFinding() {
        Map<String, LedgerView> views = Map.of(
                "one", view("one", NOON, run(NOON)), "three", view("three", NOON, run(NOON)), "two", LedgerView.NONE);

        List<String> two =
                LedgersCompared.findings(views, NOON.plus(Duration.ofHours(2))).get("two");

        assertEquals(1, two.size(), two::toString);
        assertTrue(
                two.getFirst().startsWith("its ledger is older than those of the sinks 'one', 'three': "),
                two::toString);
    }

    @Test
    void aSinkThatMissesARunWhichReachedItIsNamed() {
        Instant soon = NOON.plus(Duration.ofHours(1));
        Instant later = soon.plusMillis(5);
        LedgerView old = view("two", NOON, run(NOON));

        assertEquals(
                Map.of(
                        "two",
                        List.of("its ledger is older than that of sink 'one': 'host' ended a run of job 'hourly'"
                                + " there and here at " + soon + ", and here the last is of " + NOON
                                + ": somebody put an old state back")),
                LedgersCompared.findings(
                        Map.of("one", view("one", later, run(later)), "two", old), NOON.plus(Duration.ofHours(2))));
        assertEquals(
                List.of("two"),
                List.copyOf(LedgersCompared.findings(
                                Map.of("one", view("one", NOON, run(NOON)), "two", LedgerView.NONE),
                                NOON.plus(Duration.ofHours(2)))
                        .keySet()));
    }

    @Test
    void whatIsBeingWrittenOrReachedOneSinkOnlyIsNoConcern() {
        LedgerView old = view("two", NOON, run(NOON));
        Instant later = NOON.plus(Duration.ofHours(1));

        assertEquals(
                Map.of(),
                LedgersCompared.findings(
                        Map.of("one", view("one", later, run(later)), "two", old), later.plusSeconds(30)));
        assertEquals(
                Map.of(),
                LedgersCompared.findings(
                        Map.of("one", view("one", later, new Ledger.Run("hourly", later, List.of("one"))), "two", old),
                        NOON.plus(Duration.ofHours(2))));
    }
}
