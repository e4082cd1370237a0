package dev.perigee.core.copies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.core.backup.BackupResult;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.DayId;
import dev.perigee.core.catalog.KnownBackups;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.catalog.SnapshotId;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.removal.Delete;
import dev.perigee.core.removal.Prune;
import dev.perigee.core.removal.RemovalResult;
import dev.perigee.core.retention.Period;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.time.Timing;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.testkit.FaultySink;
import dev.perigee.testkit.FaultySink.Verb;
import dev.perigee.testkit.MemorySink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GravityLayoutTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Layout.Gravity LAYOUT = new Layout.Gravity("5.2.3", "node-1", BERLIN);
    private static final String FOLDER = "gravity/5.2.3/node-1/gravity-snapshot-";

    private static RealEtcd etcd;

    @TempDir
    Path state;

    private final MemorySink memory = new MemorySink(() -> Instant.parse("2026-12-24T00:00:00Z"));

    @BeforeAll
    static void start() {
        etcd = RealEtcd.start("3.6");
        etcd.load(50, 100);
    }

    @AfterAll
    static void stop() {
        etcd.close();
    }

    private Bench bench(RetentionRules rules) {
        return new Bench(state).with("store", memory.reopen(), rules).laidOut("store", LAYOUT);
    }

    private static DayId day(String date) {
        return new DayId(LocalDate.parse(date), BERLIN);
    }

    private void object(String key) throws SinkException {
        memory.put(ObjectKey.of(key), new BytesBody(new byte[544]), PutOptions.NONE);
    }

    /** Days that are known as made here. */
    private void days(String... days) throws SinkException {
        for (String each : days) {
            object(FOLDER + each);
            String[] parts = each.split("_");
            LocalDate date =
                    LocalDate.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
            new KnownBackups(state.resolve("known"), Timing.system())
                    .made("prod", new DayId(date, BERLIN), Sha256.digest(new byte[544]));
        }
    }

    private List<String> keys() throws SinkException {
        return memory.list("", "", 1_000).objects().stream()
                .map(ObjectInfo::key)
                .map(ObjectKey::value)
                .toList();
    }

    private static RemovalResult prune(Bench bench, String now) throws OperationException {
        bench.clock = () -> Instant.parse(now);
        return new Prune(bench.environment()).run("prod", bench.destinations(), false, plan -> true);
    }

    private static BackupResult backup(Bench bench, String now) throws OperationException {
        bench.clock = () -> Instant.parse(now);
        return bench.backup(etcd.endpoint());
    }

    // ---- names

    @Test
    void theDayIsThatOfTheZoneAndHasNoZeros() {
        BackupId id = LAYOUT.idOf(new SnapshotId(Instant.parse("2026-11-02T23:30:00Z"), 7, 1));

        assertEquals(day("2026-11-03"), id);
        assertEquals("gravity-2026_11_3", id.toString());
    }

    @Test
    void onlyKeysExactlyAsGravityWritesThemAreListedAndOthersAreNeverTouched() throws Exception {
        List<String> foreign = List.of(
                "gravity/5.2.3/node-1/readme",
                FOLDER + "2026_11_03",
                FOLDER + "2026_13_1",
                FOLDER + "2026_2_30",
                FOLDER + "2026_11_3.tmp",
                FOLDER + "2026_11_3/x",
                "gravity/5.2.3/node-2/gravity-snapshot-2026_11_1",
                "prod/snapshots/20261101T000000Z-1-00000001.db");
        for (String key : foreign) {
            object(key);
        }
        days("2026_11_3", "2026_11_30");
        Bench bench = bench(RetentionRules.keepLast(1));

        assertEquals(List.of(day("2026-11-30"), day("2026-11-03")), bench.listed());
        RemovalResult result = prune(bench, "2026-12-01T12:00:00Z");

        assertEquals(List.of(day("2026-11-03")), result.sinks().getFirst().removed());
        assertEquals(foreign.size() + 1, keys().size());
        assertTrue(keys().containsAll(foreign), keys()::toString);
    }

    @Test
    void aDayIsFoundByItsIdThoughAnotherGoesOnAfterIt() throws Exception {
        List<BackupId> ids = List.of(day("2026-11-03"), day("2026-11-30"), day("2026-12-01"));

        assertEquals(day("2026-11-03"), Selector.parse("gravity-2026_11_3").resolve(ids));
        assertEquals(day("2026-12-01"), Selector.parse("gravity-2026_12").resolve(ids));
        assertEquals(day("2026-12-01"), Selector.parse("latest").resolve(ids));
        OperationException ambiguous = assertThrows(
                OperationException.class,
                () -> Selector.parse("gravity-2026_11").resolve(ids));
        assertEquals(Outcome.BAD_INPUT, ambiguous.outcome());
    }

    @Test
    void aDayCountsAsTakenByATimeOnlyWhenItIsOver() throws Exception {
        List<BackupId> ids = List.of(day("2026-11-03"), day("2026-11-04"));
        Instant noon = Instant.parse("2026-11-04T12:00:00Z");

        assertEquals(day("2026-11-03"), new Selector.At(noon).resolve(ids));
    }

    // ---- retention

    @Test
    void monthsAreThoseOfTheZone() throws Exception {
        days("2026_10_30", "2026_10_31", "2026_11_1", "2026_11_2");
        RetentionRules monthly = new RetentionRules(OptionalInt.empty(), Optional.empty(), Map.of(Period.MONTHLY, 2));

        prune(bench(monthly), "2026-11-02T10:00:00Z");

        assertEquals(List.of(FOLDER + "2026_10_31", FOLDER + "2026_11_2"), keys());
    }

    @Test
    void theNewestDayStaysAndAClockBeforeItRemovesNothing() throws Exception {
        days("2026_11_1", "2026_11_2");

        prune(bench(RetentionRules.keepLast(1)), "2026-11-01T12:00:00Z");
        assertEquals(2, keys().size());

        prune(bench(RetentionRules.keepLast(1)), "2026-11-01T23:00:00Z"); // midnight in Berlin
        assertEquals(List.of(FOLDER + "2026_11_2"), keys());
    }

    @Test
    void theLastOneIsNotDeletedUnlessForced() throws Exception {
        days("2026_11_1");
        Bench bench = bench(RetentionRules.KEEP_ALL);
        List<Selector> which = List.of(Selector.parse("gravity-2026_11_1"));
        Delete delete = new Delete(bench.environment());

        OperationException refused = assertThrows(
                OperationException.class, () -> delete.run("prod", bench.destinations(), which, false, plan -> true));
        assertEquals(Outcome.REFUSED, refused.outcome());

        delete.run("prod", bench.destinations(), which, true, plan -> true);
        assertEquals(List.of(), keys());
    }

    // ---- with a real etcd

    @Test
    void aBackupIsStoredVerifiedFetchedAndRestoredByEtcdutl() throws Exception {
        Bench bench = new Bench(state).withLocal(RetentionRules.KEEP_ALL).laidOut("local", LAYOUT);

        BackupResult result = backup(bench, "2026-11-03T06:00:00Z");

        assertEquals(Outcome.OK, result.outcome(), result::toString);
        Path stored = state.resolve("backup").resolve(FOLDER + "2026_11_3");
        Files.setLastModifiedTime(stored, FileTime.from(Instant.parse("2026-11-03T06:00:01Z")));
        assertEquals(result.manifest().body().length(), Files.size(stored));
        assertEquals(List.of(day("2026-11-03")), bench.listed());
        VerifyResult verified = bench.verify(Verify.Depth.DEEP);
        assertEquals(Outcome.OK, verified.outcome(), verified::toString);
        assertTrue(verified.copies().getFirst().checks().contains("trailer"));

        Path file = state.resolve("fetched.db");
        Fetched fetched = new Fetch(bench.environment())
                .run(Sought.anywhere("prod", bench.destinations()), Selector.parse("gravity-2026_11_3"), file);
        assertEquals(-1, Files.mismatch(stored, file));
        assertEquals(result.manifest().facts(), fetched.manifest().facts());
        assertEquals(
                result.manifest().body().sha256(), fetched.manifest().body().sha256());
        Shown shown =
                new Show(bench.environment()).run(Sought.anywhere("prod", bench.destinations()), new Selector.Latest());
        assertEquals(result.manifest().facts(), shown.manifest().facts());
        etcd.etcdutl(
                        "snapshot",
                        "restore",
                        file.toString(),
                        "--data-dir",
                        state.resolve("restored").toString())
                .orFail();
    }

    @Test
    void aSecondBackupOfADayTakesTheFirstOnesPlaceAndOtherDaysArePruned() throws Exception {
        Bench bench = bench(RetentionRules.keepLast(2));
        backup(bench, "2026-11-02T06:00:00Z");
        backup(bench, "2026-11-03T06:00:00Z");
        etcd.etcdctl("put", "later", "1").orFail();
        BackupResult later = backup(bench, "2026-11-03T18:00:00Z");

        assertEquals(Outcome.OK, later.outcome());
        assertEquals(List.of(FOLDER + "2026_11_2", FOLDER + "2026_11_3"), keys());
        Shown shown =
                new Show(bench.environment()).run(Sought.anywhere("prod", bench.destinations()), new Selector.Latest());
        assertEquals(later.manifest().facts(), shown.manifest().facts());

        BackupResult nextDay = backup(bench, "2026-11-04T06:00:00Z");
        assertEquals(List.of(day("2026-11-02")), nextDay.sinks().getFirst().pruned());
    }

    @Test
    void anEarlierBackupThatWaitedNeverTakesTheLatersPlace() throws Exception {
        FaultySink down = new FaultySink(memory.reopen()).failEveryCall(Verb.PUT, Kind.UNREACHABLE);
        Bench bench =
                new Bench(state).with("store", down, RetentionRules.KEEP_ALL).laidOut("store", LAYOUT);
        backup(bench, "2026-11-02T06:00:00Z");
        backup(bench, "2026-11-03T06:00:00Z");
        etcd.etcdctl("put", "later", "2").orFail();
        bench.with("store", memory.reopen(), RetentionRules.KEEP_ALL);

        BackupResult later = backup(bench, "2026-11-03T18:00:00Z");

        assertEquals(Outcome.OK, later.outcome());
        assertEquals(List.of(day("2026-11-03"), day("2026-11-02")), bench.listed());
        Shown shown =
                new Show(bench.environment()).run(Sought.anywhere("prod", bench.destinations()), new Selector.Latest());
        assertEquals(later.manifest().facts(), shown.manifest().facts());
        assertEquals(List.of(), bench.spooled());
    }

    @Test
    void aDeletedDayDoesNotComeBackFromTheSpool() throws Exception {
        days("2026_11_1", "2026_11_2");
        FaultySink down = new FaultySink(memory.reopen()).failEveryCall(Verb.PUT, Kind.UNREACHABLE);
        Bench bench =
                new Bench(state).with("store", down, RetentionRules.KEEP_ALL).laidOut("store", LAYOUT);
        backup(bench, "2026-11-02T06:00:00Z");
        assertFalse(bench.spooled().isEmpty());

        new Delete(bench.environment())
                .run("prod", bench.destinations(), List.of(new Selector.Latest()), false, plan -> true);

        assertEquals(List.of(), bench.spooled());
    }

    @Test
    void damageIsFoundByTheBodyAlone() throws Exception {
        Bench bench = new Bench(state).withLocal(RetentionRules.KEEP_ALL).laidOut("local", LAYOUT);
        backup(bench, "2026-11-03T06:00:00Z");
        Path stored = state.resolve("backup").resolve(FOLDER + "2026_11_3");
        Files.setLastModifiedTime(stored, FileTime.from(Instant.parse("2026-11-03T06:00:01Z")));
        byte[] bytes = Files.readAllBytes(stored);
        bytes[bytes.length / 2] ^= 1;
        Files.write(stored, bytes);
        Files.setLastModifiedTime(stored, FileTime.from(Instant.parse("2026-11-03T06:00:01Z")));

        assertEquals(Outcome.OK, bench.verify(Verify.Depth.QUICK).outcome());
        assertEquals(Outcome.DAMAGED, bench.verify(Verify.Depth.FULL).outcome());
        Path file = state.resolve("fetched.db");
        OperationException failure = assertThrows(
                OperationException.class,
                () -> new Fetch(bench.environment())
                        .run(Sought.anywhere("prod", bench.destinations()), new Selector.Latest(), file));
        assertEquals(Outcome.DAMAGED, failure.outcome());
        assertFalse(Files.exists(file));

        Files.write(stored, new byte[100]);
        Files.setLastModifiedTime(stored, FileTime.from(Instant.parse("2026-11-03T06:00:01Z")));
        assertEquals(Outcome.DAMAGED, bench.verify(Verify.Depth.QUICK).outcome());
    }
}
