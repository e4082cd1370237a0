package dev.perigee.core.history.joining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.body.FileBody;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.history.HistoryListing;
import dev.perigee.core.history.ListHistory;
import dev.perigee.core.history.pack.Coverage;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackJson;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.LeaseTime;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.pack.PackRows;
import dev.perigee.core.history.pack.PackShelf;
import dev.perigee.core.history.pack.SamplePack;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.history.spool.RecordedTimeline;
import dev.perigee.core.history.spool.Tail;
import dev.perigee.core.history.spool.Unheard;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.signing.Seals;
import dev.perigee.etcd.format.mvcc.Revision;
import dev.perigee.etcd.format.mvcc.RowBytes;
import dev.perigee.testkit.FaultySink;
import dev.perigee.testkit.MemorySink;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs that are joined on this machine, and the sink that has their parts. */
class JoinerTest {

    private static final BackupId BASE =
            BackupId.parse("20261128T060000Z-10-9f3a01bc").orElseThrow();

    private static final Instant BEGUN = Instant.now().minusSeconds(7_200);

    @TempDir
    Path dir;

    private final MemorySink sink = new MemorySink();
    private final List<String> warnings = new ArrayList<>();
    private Bench bench;
    private HistorySpool spool;
    private JoinedPacks joined;
    private long clockPutBackAt = Long.MAX_VALUE;

    @BeforeEach
    void openAll() throws Exception {
        bench = new Bench(dir.resolve("state")).with("memory", sink, RetentionRules.KEEP_ALL);
        reopen();
    }

    /** As after kill -9. */
    private void reopen() throws Exception {
        spool = HistorySpool.open(dir.resolve("spool"), Unheard.keeper(dir));
        joined = new JoinedPacks(dir.resolve("spool"));
    }

    private Joiner joiner() throws Exception {
        return new Joiner(
                spool,
                joined,
                new Joining(1 << 20, Duration.ofDays(1)),
                List.of("memory"),
                List.of(),
                bench.environment().timing(),
                warnings::add);
    }

    private Tidying tidying() throws Exception {
        return new Tidying(bench.environment(), "memory", "prod", spool, joined, warnings::add);
    }

    private PackShelf shelf(StorageSink of) {
        return new PackShelf(of, "prod", Seals.NONE);
    }

    private static RowBytes row(long revision) {
        byte[] key = ("k" + revision).getBytes(StandardCharsets.UTF_8);
        return RowBytes.put(new Revision(revision, 0), key, revision, 1, key, 0);
    }

    /** One pack a revision, all of them in the sink already. */
    private void record(long from, long to) throws Exception {
        for (long revision = from; revision <= to; revision++) {
            RecordedTimeline timeline = new RecordedTimeline(BASE, 1, revision - 1, Optional.empty());
            Path rows = spool.openFile();
            try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(rows))) {
                PackRows.begin(out);
                PackRows.write(out, row(revision));
            }
            PackRecord record = pack(revision, rows);
            spool.close(record, rows, List.of("memory"), timeline.after(record, Tail.NONE), false);
            spool.note();
        }
        send();
    }

    private PackRecord pack(long revision, Path rows) throws Exception {
        return SamplePack.of(
                new PackPlace(BASE, new PackId(revision, revision, (int) revision)),
                List.of(new Moment(revision, seen(revision))),
                Files.size(rows),
                HistorySpool.digest(rows));
    }

    private Instant seen(long revision) {
        return BEGUN.plusSeconds(revision < clockPutBackAt ? revision : revision - 15);
    }

    private void send() throws Exception {
        for (HistorySpool.Waiting pack : spool.waiting()) {
            StoredObject rows = pack.record().object();
            shelf(sink).publish(pack.record(), new FileBody(pack.rows(), rows.length(), rows.sha256()));
            spool.settle(pack.record().place().pack(), "memory");
        }
    }

    private Collection<PackId> stored() throws Exception {
        return shelf(sink).whole().stream().map(PackPlace::pack).toList();
    }

    private void assertAllThere(long from, long to) throws Exception {
        assertEquals(List.of(new Stretch(from, to)), Coverage.of(stored()).stretches());
    }

    private void finish() throws Exception {
        joiner().run(_ -> false);
        send();
        tidying().run(sink, tidying().due());
    }

    @Test
    void manyBecomeOneWithTheSameRowsAndThePartsGoFromTheSink() throws Exception {
        record(11, 45);

        joiner().run(_ -> false);
        assertEquals(35, stored().size());
        send();
        assertEquals(36, stored().size());
        tidying().run(sink, tidying().due());

        assertEquals(6, stored().size());
        assertAllThere(11, 45);
        PackPlace whole = shelf(sink).whole().first();
        assertEquals(
                new Stretch(11, 40),
                new Stretch(whole.pack().first(), whole.pack().last()));
        PackRecord record = shelf(sink).read(whole);
        assertEquals(30, record.moments().size());
        Path file = dir.resolve("rows");
        try (var stream = sink.get(record.object().key(), 0)) {
            Files.copy(stream, file);
        }
        List<RowBytes> rows = new ArrayList<>();
        PackRows.read(file, whole.pack(), record.rows(), rows::add);
        for (int i = 0; i < 30; i++) {
            assertEquals(row(11 + i).revision(), rows.get(i).revision());
        }
        assertEquals(List.of(), tidying().due());
        assertEquals(List.of(), warnings);
    }

    @Test
    void partsDoNotContradictTheirWholeThoughTheClockWasPutBackBetweenThem() throws Exception {
        clockPutBackAt = 26;
        record(11, 45);

        joiner().run(_ -> false);
        send();

        assertEquals(36, stored().size());
        HistoryListing listing =
                new ListHistory(bench.environment()).run(Sought.anywhere("prod", bench.destinations()));
        assertEquals(List.of(), listing.problems());
    }

    /** As the thread does that asks a member meanwhile. */
    private boolean learn(PackId pack) {
        try {
            for (HistorySpool.Kept kept : spool.kept()) {
                if (kept.record().place().pack().equals(pack)) {
                    spool.learn(kept.record().knowing(List.of(new LeaseTime(pack.first(), 60)), Optional.empty()));
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsLearntWhileTheJoinerAsksIsInTheWhole() throws Exception {
        record(11, 40);

        joiner().run(this::learn);

        assertEquals(30, spool.kept().getFirst().record().leases().size());
    }

    @Test
    void generationsAreJoinedAgainAndTheirNumberIsBounded() throws Exception {
        for (long from = 11; from < 11 + 1_000; from += 10) {
            record(from, from + 9);
            finish();
            assertTrue(stored().size() <= 2 * Joining.MANY + 1_000 / 900 + 1, stored().size() + " packs");
        }
        assertAllThere(11, 1_010);
    }

    @Test
    void killedAnywhereNothingIsLostAndTheNextRunEndsIt() throws Exception {
        record(11, 40);
        List<HistorySpool.Kept> parts = spool.kept();
        Path file = spool.directory().resolve("joining.rows");
        PackRecord whole = JoinedPack.write(parts, 7, file);
        joined.note(whole, digests(parts), List.of("memory"));
        reopen(); // noted, and not taken in
        assertEquals(30, spool.kept().size());
        assertTrue(tidying().run(sink, tidying().due()));
        assertAllThere(11, 40);

        spool.join(whole, rows(parts), List.of("memory"), List.of(), 1);
        joined.note(whole, digests(parts), List.of("memory"));
        reopen(); // taken in, and its parts are still here
        assertEquals(31, spool.kept().size());
        joiner().run(_ -> false);
        assertEquals(1, spool.kept().size());
        assertAllThere(11, 40);

        send();
        shelf(sink).remove(parts.getFirst().record().place()); // tidied by half
        reopen();
        finish();
        assertEquals(1, stored().size());
        assertAllThere(11, 40);
    }

    private static Map<PackId, Sha256> digests(List<HistorySpool.Kept> parts) {
        return parts.stream()
                .map(HistorySpool.Kept::record)
                .collect(Collectors.toMap(record -> record.place().pack(), PackJson::digest));
    }

    /** The rows of packs once more. */
    private Path rows(List<HistorySpool.Kept> parts) throws Exception {
        Path file = spool.directory().resolve("joining.rows");
        Files.deleteIfExists(file);
        JoinedPack.write(parts, 7, file);
        return file;
    }

    @Test
    void aPartThatIsNotWhatWasJoinedStaysAndIsTold() throws Exception {
        record(11, 40);
        joiner().run(_ -> false);
        send();
        PackPlace part = new PackPlace(BASE, new PackId(20, 20, 20));
        ObjectKey key = part.key("prod", PackPlace.Part.RECORD);
        String record = new String(PackJson.write(shelf(sink).read(part)), StandardCharsets.UTF_8);
        String altered = record.replace(seen(20).toString(), seen(21).toString());
        sink.put(key, new BytesBody(altered.getBytes(StandardCharsets.UTF_8)), PutOptions.NONE);

        tidying().run(sink, tidying().due());

        assertEquals(2, stored().size());
        assertEquals(1, warnings.size());
        assertTrue(
                warnings.getFirst()
                        .startsWith("sink 'memory': 20-20-00000014 isn't the pack that was joined to 11-40-"),
                warnings.toString());
        assertEquals(List.of(), tidying().due());
    }

    @Test
    void whatTheStoreHoldsStaysAndIsNoError() throws Exception {
        record(11, 40);
        joiner().run(_ -> false);
        send();
        StorageSink holding = new FaultySink(sink).failEveryCall(FaultySink.Verb.DELETE, SinkException.Kind.HELD);

        tidying().run(holding, tidying().due());

        assertEquals(31, stored().size());
        assertEquals(List.of(), tidying().due());
        assertEquals(List.of(), warnings);
    }

    @Test
    void aWholeThatIsDamagedThereLeavesItsParts() throws Exception {
        record(11, 40);
        joiner().run(_ -> false);
        send();
        PackPlace whole = shelf(sink).whole().stream()
                .filter(place -> place.pack().last() == 40 && place.pack().first() == 11)
                .findFirst()
                .orElseThrow();
        ObjectKey rows = whole.key("prod", PackPlace.Part.ROWS);
        sink.delete(rows);
        sink.put(rows, new BytesBody(new byte[] {1}), PutOptions.NONE);

        tidying().run(sink, tidying().due());

        assertEquals(31, stored().size());
        assertTrue(warnings.getFirst().contains("isn't the pack that was stored"), warnings.toString());
    }
}
