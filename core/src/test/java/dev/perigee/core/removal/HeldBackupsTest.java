package dev.perigee.core.removal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.KnownBackups;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestExamples;
import dev.perigee.core.catalog.ManifestJson;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.ListBackups;
import dev.perigee.core.copies.Listing;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.removal.RemovalPlan.Line;
import dev.perigee.core.report.RemovalRow;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.time.Timing;
import dev.perigee.testkit.FaultySink;
import dev.perigee.testkit.FaultySink.Verb;
import dev.perigee.testkit.MemorySink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink that is to hold each backup for as long as its retention keeps it. Nobody says how often backups come: once a day. */
class HeldBackupsTest {

    private static final RetentionRules LAST_ONE = RetentionRules.keepLast(1);
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path state;

    private Instant now = Instant.parse("2026-11-25T00:00:00Z");
    private final MemorySink memory = MemorySink.thatHoldsAsRetained(() -> now);

    private static BackupId id(int hour) {
        return ManifestExamples.at(hour).id();
    }

    private Bench bench(StorageSink sink, RetentionRules rules) {
        Bench bench = new Bench(state);
        bench.clock = () -> now;
        return bench.with("store", sink, rules);
    }

    private void backup(int hour, Optional<Instant> heldUntil) throws Exception {
        backup(memory, hour, heldUntil);
    }

    private void backup(MemorySink sink, int hour, Optional<Instant> heldUntil) throws Exception {
        Manifest manifest = ManifestExamples.at(hour);
        byte[] json = ManifestJson.write(manifest);
        new KnownBackups(state.resolve("known"), Timing.system()).made("prod", manifest.id(), Sha256.digest(json));
        sink.put(manifest.body().key(), new BytesBody(new byte[1_000]), new PutOptions(heldUntil));
        sink.put(Layout.STANDARD.signature("prod", manifest.id()), new BytesBody(json), new PutOptions(heldUntil));
        sink.put(record(hour), new BytesBody(json), new PutOptions(heldUntil));
    }

    private static ObjectKey record(int hour) {
        return Layout.STANDARD.manifest("prod", id(hour));
    }

    private List<Optional<Instant>> holds(int hour) throws Exception {
        List<Optional<Instant>> holds = new ArrayList<>();
        for (ObjectKey key : List.of(
                ManifestExamples.at(hour).body().key(), Layout.STANDARD.signature("prod", id(hour)), record(hour))) {
            holds.add(memory.heldUntil(key));
        }
        return holds.stream().distinct().toList();
    }

    private static RemovalResult prune(Bench bench) throws OperationException {
        return new Prune(bench.environment()).run("prod", bench.destinations(), false, plan -> true);
    }

    private static Line line(RemovalResult result, int hour) {
        return result.plan().sinks().getFirst().lines().stream()
                .filter(line -> line.id().equals(id(hour)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsKeptForLongerThanItIsHeldIsHeldForLonger() throws Exception {
        backup(1, Optional.empty());
        backup(2, Optional.of(now.plus(Duration.ofHours(3))));

        RemovalResult result = prune(bench(memory, RetentionRules.keepLast(3)));

        assertEquals(Outcome.OK, result.outcome());
        assertEquals(List.of(Optional.of(now.plus(DAY.multipliedBy(3)))), holds(1));
        assertEquals(List.of(Optional.of(now.plus(DAY.multipliedBy(4)))), holds(2));
        assertEquals(Optional.of(now.plus(Duration.ofHours(3))), line(result, 2).heldUntil());
        assertEquals(Optional.of(now.plus(DAY.multipliedBy(4))), line(result, 2).extendTo());
    }

    @Test
    void whatIsHeldAndNotListedIsHiddenAndToldUntilItsHoldHasEnded() throws Exception {
        backup(1, Optional.empty());
        backup(2, Optional.empty());
        prune(bench(memory, RetentionRules.keepLast(3)));
        MemorySink marked = MemorySink.thatHoldsAsRetained(() -> now);
        backup(marked, 2, Optional.empty());
        backup(marked, 3, Optional.empty()); // more have come since
        Bench bench = bench(marked, RetentionRules.keepLast(3));
        String told = id(1) + " is missing: the store holds it until " + now.plus(DAY.multipliedBy(3));

        Listing listing = new ListBackups(bench.environment()).run("prod", bench.destinations());

        assertEquals(Outcome.PARTIAL, listing.outcome());
        assertTrue(listing.warnings().toString().contains(told), listing.warnings()::toString);
        List<String> findings = prune(bench).plan().sinks().getFirst().findings();
        assertTrue(findings.toString().contains(told), findings::toString);
        now = now.plus(DAY.multipliedBy(3));
        assertEquals(
                List.of(),
                new ListBackups(bench.environment())
                        .run("prod", bench.destinations())
                        .warnings());
    }

    @Test
    void aHoldThatIsLongEnoughIsLeftAlone() throws Exception {
        Instant later = now.plus(DAY.multipliedBy(100));
        backup(1, Optional.of(later));
        FaultySink counted = new FaultySink(memory.reopen());

        RemovalResult result = prune(bench(counted, LAST_ONE));

        assertEquals(0, counted.calls(Verb.HOLD));
        assertEquals(Optional.of(later), line(result, 1).heldUntil());
        assertEquals(Optional.empty(), line(result, 1).extendTo());
    }

    @Test
    void aDryRunSaysWhatIsToBeHeldAndHoldsNothing() throws Exception {
        backup(1, Optional.empty());
        Bench bench = bench(memory, LAST_ONE);

        RemovalResult result = new Prune(bench.environment()).run("prod", bench.destinations(), false, plan -> false);

        assertEquals(Optional.of(now.plus(DAY.multipliedBy(2))), line(result, 1).extendTo());
        assertEquals(List.of(Optional.empty()), holds(1));
    }

    @Test
    void whatNoRuleKeepsIsNotTriedBeforeItsHoldHasEnded() throws Exception {
        Instant until = now.plus(DAY);
        backup(1, Optional.of(until));
        backup(2, Optional.empty());
        FaultySink counted = new FaultySink(memory.reopen());

        RemovalResult result = prune(bench(counted, LAST_ONE));

        assertEquals(Outcome.OK, result.outcome());
        assertEquals(0, counted.calls(Verb.DELETE));
        assertEquals(Optional.of(until), line(result, 1).heldUntil());
        assertTrue(line(result, 1).reason().contains("the store holds it"), line(result, 1)::toString);
        assertEquals(List.of(Optional.of(until)), holds(1), "nor is it held for longer");

        now = until;
        assertEquals(
                List.of(id(1)),
                prune(bench(memory, LAST_ONE)).sinks().getFirst().removed());
    }

    @Test
    void whatIsNamedIsNotTriedBeforeItsHoldHasEnded() throws Exception {
        Instant until = now.plus(DAY);
        backup(1, Optional.of(until));
        backup(2, Optional.empty());
        FaultySink counted = new FaultySink(memory.reopen());

        RemovalResult result = delete(bench(counted, LAST_ONE), 1);

        assertEquals(Outcome.REFUSED, result.outcome());
        assertEquals(0, counted.calls(Verb.DELETE), "a marker would hide it");
        assertEquals(List.of(id(1)), result.sinks().getFirst().held());
        assertEquals(Optional.of(until), line(result, 1).heldUntil());
        assertEquals(0, RemovalRow.doomed(result.plan()).rows().size());
        RemovalRow row = RemovalRow.of(result).rows().getFirst();
        assertEquals("held", row.action());
        assertEquals(Optional.of(until), row.heldUntil());

        now = until;
        assertEquals(Outcome.OK, delete(bench(memory, LAST_ONE), 1).outcome());
        assertThrows(SinkException.class, () -> memory.heldUntil(record(1)), "it is gone");
    }

    @Test
    void ofWhatIsNamedThatIsRemovedWhichIsNotHeld() throws Exception {
        backup(1, Optional.of(now.plus(DAY)));
        backup(2, Optional.of(now));
        backup(3, Optional.empty());

        RemovalResult result = delete(bench(memory, LAST_ONE), 1, 2);

        assertEquals(Outcome.PARTIAL, result.outcome());
        assertEquals(List.of(id(1)), result.sinks().getFirst().held());
        assertEquals(List.of(id(2)), result.sinks().getFirst().removed());
    }

    @Test
    void aDryRunOfADeletionEndsAsTheDeletionWould() throws Exception {
        backup(1, Optional.of(now.plus(DAY)));
        backup(2, Optional.of(now));
        backup(3, Optional.empty());

        assertEquals(Outcome.REFUSED, delete(bench(memory, LAST_ONE), false, 1).outcome());
        assertEquals(
                Outcome.PARTIAL, delete(bench(memory, LAST_ONE), false, 1, 2).outcome());
        assertEquals(Outcome.OK, delete(bench(memory, LAST_ONE), false, 2).outcome());
        assertEquals(Outcome.REFUSED, delete(bench(memory, LAST_ONE), 1).outcome());
        assertEquals(Outcome.PARTIAL, delete(bench(memory, LAST_ONE), 1, 2).outcome());
    }

    @Test
    void whatIsLockedForAFixedTimeIsNotTriedEither() throws Exception {
        MemorySink locked = MemorySink.thatHolds(() -> now);
        backup(locked, 1, Optional.of(now.plus(DAY)));
        backup(locked, 2, Optional.empty());
        FaultySink counted = new FaultySink(locked.reopen());

        RemovalResult result = delete(bench(counted, LAST_ONE), 1);

        assertEquals(Outcome.REFUSED, result.outcome());
        assertEquals(0, counted.calls(Verb.DELETE), "a marker would hide it");
    }

    @Test
    void whoOnlyLocksForAFixedTimeNeedsNoRightToLookAtHolds() throws Exception {
        MemorySink locked = MemorySink.thatHolds(() -> now);
        backup(locked, 1, Optional.empty());
        backup(locked, 2, Optional.empty());
        FaultySink denying = new FaultySink(locked.reopen()).failEveryCall(Verb.HELD_UNTIL, Kind.DENIED);

        assertEquals(Outcome.OK, delete(bench(denying, LAST_ONE), 1).outcome());
    }

    @Test
    void aListTellsOfHoldsOnlyIfItIsAskedTo() throws Exception {
        Instant until = now.plus(DAY);
        backup(1, Optional.of(until));
        backup(2, Optional.of(now));
        FaultySink counted = new FaultySink(memory.reopen());
        Bench bench = bench(counted, LAST_ONE);

        Listing plain = new ListBackups(bench.environment()).run("prod", bench.destinations());
        assertEquals(0, counted.calls(Verb.HELD_UNTIL));
        assertEquals(List.of(Optional.empty(), Optional.empty()), untils(plain));

        Listing asked = new ListBackups(bench.environment(), true).run("prod", bench.destinations());
        assertEquals(2, counted.calls(Verb.HELD_UNTIL));
        assertEquals(
                List.of(Optional.empty(), Optional.of(until)), untils(asked), "the newest first; its hold has ended");
    }

    @Test
    void holdsThatAreNotToldAreAWarningAndTheListIsThere() throws Exception {
        backup(1, Optional.empty());
        FaultySink denying = new FaultySink(memory.reopen()).failEveryCall(Verb.HELD_UNTIL, Kind.DENIED);
        Bench bench = bench(denying, LAST_ONE);

        Listing listing = new ListBackups(bench.environment(), true).run("prod", bench.destinations());

        assertEquals(1, listing.rows().size());
        assertEquals(1, listing.warnings().size());
        assertEquals(Outcome.PARTIAL, listing.outcome());
    }

    private static List<Optional<Instant>> untils(Listing listing) {
        return listing.rows().stream()
                .map(row -> row.copies().getFirst().until())
                .toList();
    }

    private static RemovalResult delete(Bench bench, int... hours) throws OperationException {
        return delete(bench, true, hours);
    }

    private static RemovalResult delete(Bench bench, boolean approved, int... hours) throws OperationException {
        List<Selector> which = Arrays.stream(hours)
                .mapToObj(hour -> Selector.parse(id(hour).toString()))
                .toList();
        return new Delete(bench.environment()).run("prod", bench.destinations(), which, false, plan -> approved);
    }

    @Test
    void aHoldThatCanNotBeExtendedIsAFailureAndTheRestIsDone() throws Exception {
        backup(1, Optional.empty());
        backup(2, Optional.empty());
        backup(3, Optional.empty());
        FaultySink denying = new FaultySink(memory.reopen()).failCall(Verb.HOLD, 1, Kind.DENIED);

        RemovalResult result = prune(bench(denying, RetentionRules.keepLast(2)));

        assertEquals(Outcome.PARTIAL, result.outcome());
        assertEquals(1, result.sinks().getFirst().failures().size());
        assertEquals(List.of(id(1)), result.sinks().getFirst().removed());
        assertEquals(List.of(Optional.of(now.plus(DAY.multipliedBy(2)))), holds(2));
    }

    @Test
    void whatSomebodyHasRemovedMeanwhileIsNoFailure() throws Exception {
        backup(1, Optional.empty());
        FaultySink gone = new FaultySink(memory.reopen()).failEveryCall(Verb.HOLD, Kind.NOT_FOUND);

        assertEquals(Outcome.OK, prune(bench(gone, LAST_ONE)).outcome());
    }

    @Test
    void whatCountsForNothingIsNotHeld() throws Exception {
        backup(2, Optional.empty());
        backup(1, Optional.empty());
        memory.put(record(1), new BytesBody(new byte[10]), PutOptions.NONE);
        memory.delete(ManifestExamples.at(1).body().key());

        prune(bench(memory, RetentionRules.keepLast(5)));

        assertEquals(Optional.empty(), memory.heldUntil(record(1)));
    }

    @Test
    void whereHoldsDoNotFollowTheRetentionTheStoreIsNotAsked() throws Exception {
        FaultySink counted = new FaultySink(MemorySink.thatHolds(() -> now));

        prune(bench(counted, LAST_ONE));

        assertEquals(0, counted.calls(Verb.HELD_UNTIL) + counted.calls(Verb.HOLD));
    }
}
