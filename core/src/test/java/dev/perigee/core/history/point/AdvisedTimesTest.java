package dev.perigee.core.history.point;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.StorageSink;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden history, of which a pack can't be used within which a backup was taken: what is advised is what a restore takes. */
class AdvisedTimesTest {

    private static final Path GOLDEN = Path.of("src", "test", "golden", "history-1", "sink");
    private static final Instant BEFORE_THE_GAP = Instant.parse("2026-11-29T11:36:21.484909431Z");
    private static final Instant BEFORE_THE_LAST = Instant.parse("2026-11-29T11:36:21.684550970Z");
    private static final Instant LAST = Instant.parse("2026-11-29T11:36:21.886114483Z");

    @TempDir
    Path dir;

    private Bench bench;

    @BeforeEach
    void copyTheGoldenHistory() throws Exception {
        Path sink = dir.resolve("sink");
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            for (Path file : files.toList()) {
                Files.copy(file, sink.resolve(GOLDEN.relativize(file).toString()));
            }
        }
        bench = new Bench(dir.resolve("state"))
                .with("golden", new LocalSink(new LocalSinkConfig(sink)), RetentionRules.KEEP_ALL)
                .encoded("golden", new EncodingSettings(OptionalInt.of(9), List.of()));
    }

    private void lose(String pack) throws Exception {
        try (Stream<Path> files = Files.walk(dir.resolve("sink/prod/history"))) {
            for (Path file : files.filter(file -> file.getFileName().toString().startsWith(pack))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    private Points points() throws OperationException {
        return Points.look(bench.environment(), Sought.anywhere("prod", bench.destinations()));
    }

    private OperationException refused(Instant time) {
        return assertThrows(OperationException.class, () -> restore(time));
    }

    /** As a restore does; gives the revision. */
    private long restore(Instant time) throws Exception {
        Points points = points();
        try (SpoolEntry scratch = bench.environment().scratch()) {
            Points.Point point = points.at(time).orElseThrow();
            points.make(point, scratch);
            return point.plan().revision();
        }
    }

    /** A backup of the golden history by its name; its file is an older one's. */
    private void plainBackup(long revision) throws Exception {
        Path prod = dir.resolve("sink/prod");
        String old = "20261129T113619Z-9-db7df259";
        String id = "20261129T113621Z-" + revision + "-db7df259";
        Files.copy(prod.resolve("snapshots/" + old + ".db"), prod.resolve("snapshots/" + id + ".db"));
        String manifest = Files.readString(prod.resolve("manifests/" + old + ".json"))
                .replace(old, id)
                .replace("\"revision\":9", "\"revision\":" + revision)
                .replace("T11:36:19", "T11:36:22");
        Files.writeString(prod.resolve("manifests/" + id + ".json"), manifest);
    }

    private void flip(String file) throws Exception {
        Path path = dir.resolve("sink/prod").resolve(file);
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length / 2] ^= 1;
        Files.write(path, bytes);
    }

    private void damageTheRecord() throws Exception {
        Files.writeString(dir.resolve("sink/prod/history/20261129T113619Z-9-db7df259/14-19-00000013.json"), "{");
    }

    @Test
    void aBackupWithinDamagedRowsIsTheNearestBeforeWhatTheyHeld() throws Exception {
        plainBackup(17);
        flip("history/20261129T113619Z-9-db7df259/14-19-00000013.rows");
        flip("history/20261129T113619Z-9-db7df259/20-24-00000018.rows");

        String hint = refused(LAST).hint().orElseThrow();

        assertTrue(hint.contains("17"), hint);
        assertTrue(!hint.contains(BEFORE_THE_GAP.toString()), hint);
    }

    @Test
    void aTimeThatWouldBeRefusedItselfIsntAdvised() throws Exception {
        plainBackup(17);
        damageTheRecord();

        String hint = refused(BEFORE_THE_GAP.plusNanos(1)).hint().orElseThrow();

        assertEquals(
                "'--at " + BEFORE_THE_GAP
                        + "' is the nearest before it, '20261129T113621Z-17-db7df259' in place of a time"
                        + " is the nearest after it;"
                        + " 'perigee history list' shows all that can be restored",
                hint);
        assertEquals(13, restore(BEFORE_THE_GAP));
    }

    @Test
    void onlyWhatCantBeHadIsToldToBeMissing() throws Exception {
        plainBackup(17);
        flip("history/20261129T113619Z-9-db7df259/14-19-00000013.rows");

        String told = assertThrows(OperationException.class, () -> {
                    Points points = points();
                    try (SpoolEntry scratch = bench.environment().scratch()) {
                        points.make(points.at(19), scratch);
                    }
                })
                .getMessage();

        assertTrue(told.contains("revisions 18 to 19 can't be had"), told);
    }

    /** Of thousands of packs it would take minutes. */
    @Test
    void whoeverLooksForWhatToAdviseAsksForNoRecordTwice() throws Exception {
        lose("14-19");
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        bench.with(
                "golden",
                listening(new LocalSink(new LocalSinkConfig(dir.resolve("sink"))), asked),
                RetentionRules.KEEP_ALL);

        String hint = refused(LAST).hint().orElseThrow();

        assertTrue(hint.contains(BEFORE_THE_GAP.toString()), hint);
        List<String> records = asked.stream()
                .filter(key -> key.contains("/history/") && key.endsWith(".json"))
                .toList();
        assertEquals(records.stream().distinct().toList(), records);
    }

    private static StorageSink listening(StorageSink sink, Queue<String> asked) {
        return (StorageSink) Proxy.newProxyInstance(
                StorageSink.class.getClassLoader(), new Class<?>[] {StorageSink.class}, (_, method, arguments) -> {
                    if (method.getName().equals("get")) {
                        asked.add(String.valueOf(arguments[0]));
                    }
                    try {
                        return method.invoke(sink, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
