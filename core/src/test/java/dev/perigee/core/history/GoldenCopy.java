package dev.perigee.core.history;

import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackJson;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.pack.RepeatedTimes;
import dev.perigee.core.history.pack.SamplePack;
import dev.perigee.core.history.point.Points;
import dev.perigee.core.history.recording.GoldenSink;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The golden history in a sink called {@code golden}, beside which packs and backups can be laid that were never recorded. */
public final class GoldenCopy {

    public static final BackupId TIMELINE = id("20261129T113619Z-9-db7df259");
    public static final PackId FIRST = new PackId(10, 13, 0x0d);
    public static final PackId MIDDLE = new PackId(14, 19, 0x13);
    public static final PackId LAST = new PackId(20, 24, 0x18);
    public static final Instant SEEN_13 = Instant.parse("2026-11-29T11:36:21.484909431Z");
    public static final Instant SEEN_19 = Instant.parse("2026-11-29T11:36:21.684550970Z");
    public static final Instant SEEN_24 = Instant.parse("2026-11-29T11:36:21.886114483Z");

    private static final Path GOLDEN = Path.of("src", "test", "golden", "history-1", "sink");

    private final Path sink;
    private final Bench bench;

    public GoldenCopy(Path dir) throws Exception {
        sink = dir.resolve("sink");
        GoldenSink.copy(GOLDEN, sink);
        bench = new Bench(dir.resolve("state"))
                .with("golden", new LocalSink(new LocalSinkConfig(sink)), RetentionRules.KEEP_ALL)
                .encoded("golden", new EncodingSettings(OptionalInt.of(9), List.of()));
    }

    public static BackupId id(String text) {
        return BackupId.parse(text).orElseThrow();
    }

    public Path sink() {
        return sink;
    }

    public Bench bench() {
        return bench;
    }

    public Sought sought() throws OperationException {
        return Sought.anywhere("prod", bench.destinations());
    }

    public Points points() throws OperationException {
        return Points.look(bench.environment(), sought());
    }

    public long revisionAt(Instant time) throws OperationException {
        return points().at(time).orElseThrow().plan().revision();
    }

    /** As a restore does; what was made is gone again. */
    public Points.Made made(long revision) throws Exception {
        Points points = points();
        try (SpoolEntry scratch = bench.environment().scratch()) {
            return points.make(points.at(revision), scratch);
        }
    }

    /** The same by a time. */
    public Points.Made made(Instant time) throws Exception {
        Points points = points();
        try (SpoolEntry scratch = bench.environment().scratch()) {
            return points.make(points.at(time).orElseThrow(), scratch);
        }
    }

    public HistoryListing listing() throws OperationException {
        return new ListHistory(bench.environment()).run(sought());
    }

    /** The golden backup once more, which is said to be of another time and revision. */
    public void copyTheBackup(BackupId as) throws IOException {
        Path stored = sink.resolve("prod");
        Files.copy(stored.resolve("snapshots/" + TIMELINE + ".db"), stored.resolve("snapshots/" + as + ".db"));
        String manifest = Files.readString(manifest(TIMELINE));
        Files.writeString(
                manifest(as),
                manifest.replace(TIMELINE.toString(), as.toString())
                        .replace("2026-11-29T11:36:19", as.time().toString().replace("Z", ""))
                        .replace("\"revision\":9", "\"revision\":" + as.revision()));
    }

    /** Has a backup say that it is of another cluster. */
    public void ofAnotherCluster(BackupId backup) throws IOException {
        String manifest = Files.readString(manifest(backup));
        Files.writeString(
                manifest(backup), manifest.replaceFirst("(\"cluster\":\\{[^}]*\"id\":\")[0-9a-f]+", "$1badf00d"));
    }

    public Path manifest(BackupId backup) {
        return sink.resolve("prod/manifests/" + backup + ".json");
    }

    public Path body(BackupId backup) {
        return sink.resolve("prod/snapshots/" + backup + ".db");
    }

    public Path folder(BackupId timeline) {
        return sink.resolve("prod/history/" + timeline);
    }

    public Path record(PackId pack) {
        return folder(TIMELINE).resolve(pack + ".json");
    }

    public Path rows(PackId pack) {
        return folder(TIMELINE).resolve(pack + ".rows");
    }

    /** A pack whose record can't be read. */
    public void spoil(PackId pack) throws IOException {
        Files.writeString(record(pack), "{");
    }

    /** Has one byte of a file differ from what was written. */
    public static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    public void lose(PackId pack) throws IOException {
        Files.delete(record(pack));
        Files.delete(rows(pack));
    }

    /** What the golden history itself says of one of its packs. */
    public static PackRecord golden(PackId pack) throws Exception {
        Path folder = GOLDEN.resolve("prod/history/" + TIMELINE);
        return PackJson.read("", Files.readAllBytes(folder.resolve(pack + ".json")));
    }

    /** Has the first golden pack say what history was before it. */
    public void follow(PackRecord.Follows follows) throws Exception {
        say(FIRST, RepeatedTimes.NONE, Optional.of(follows));
    }

    /** Has a golden pack say which times came twice, and what history was before it. */
    public void say(PackId pack, RepeatedTimes repeated, Optional<PackRecord.Follows> follows) throws Exception {
        PackRecord own = golden(pack);
        PackRecord record = new PackRecord(
                own.place(),
                own.cluster(),
                own.job(),
                own.instance(),
                own.by(),
                own.rows(),
                own.moments(),
                repeated,
                own.leases(),
                own.seal(),
                follows,
                own.object());
        Files.write(record(pack), PackJson.write(record));
    }

    /** A pack of the same cluster, whose record is true to the rows where it is of the same revisions as these. */
    public void write(BackupId timeline, PackId rowsOf, PackId as, Moment... moments) throws Exception {
        write(timeline, golden(rowsOf).cluster(), rowsOf, as, moments);
    }

    public void write(BackupId timeline, Manifest.Cluster cluster, PackId rowsOf, PackId as, Moment... moments)
            throws Exception {
        PackRecord own = golden(rowsOf);
        boolean same = rowsOf.first() == as.first() && rowsOf.last() == as.last();
        Path folder = Files.createDirectories(folder(timeline));
        Files.copy(GOLDEN.resolve("prod/history/" + TIMELINE).resolve(rowsOf + ".rows"), folder.resolve(as + ".rows"));
        PackRecord record = SamplePack.of(
                new PackPlace(timeline, as),
                cluster,
                same ? own.rows() : as.last() - as.first() + 1,
                List.of(moments),
                own.object().length(),
                own.object().sha256());
        Files.write(folder.resolve(as + ".json"), PackJson.write(record));
    }
}
