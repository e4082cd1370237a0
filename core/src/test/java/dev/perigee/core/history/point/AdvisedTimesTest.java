package dev.perigee.core.history.point;

import static dev.perigee.core.history.GoldenCopy.LAST;
import static dev.perigee.core.history.GoldenCopy.MIDDLE;
import static dev.perigee.core.history.GoldenCopy.SEEN_13;
import static dev.perigee.core.history.GoldenCopy.SEEN_24;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.StorageSink;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.GoldenCopy;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden history, of which a pack can't be used within which a backup was taken: what is advised is what a restore takes. */
class AdvisedTimesTest {

    private static final BackupId WITHIN = GoldenCopy.id("20261129T113621Z-17-db7df259");

    @TempDir
    Path dir;

    private GoldenCopy golden;

    @BeforeEach
    void copyTheGoldenHistory() throws Exception {
        golden = new GoldenCopy(dir);
    }

    private OperationException refused(Instant time) {
        return assertThrows(OperationException.class, () -> golden.made(time));
    }

    @Test
    void aBackupWithinDamagedRowsIsTheNearestBeforeWhatTheyHeld() throws Exception {
        golden.copyTheBackup(WITHIN);
        GoldenCopy.flip(golden.rows(MIDDLE));
        GoldenCopy.flip(golden.rows(LAST));

        String hint = refused(SEEN_24).hint().orElseThrow();

        assertTrue(hint.contains("17"), hint);
        assertTrue(!hint.contains(SEEN_13.toString()), hint);
    }

    @Test
    void aTimeThatWouldBeRefusedItselfIsntAdvised() throws Exception {
        golden.copyTheBackup(WITHIN);
        golden.spoil(MIDDLE);

        String hint = refused(SEEN_13.plusNanos(1)).hint().orElseThrow();

        assertEquals(
                "'--at " + SEEN_13
                        + "' is the nearest before it, '20261129T113621Z-17-db7df259' in place of a time"
                        + " is the nearest after it;"
                        + " 'perigee history list' shows all that can be restored",
                hint);
        golden.made(SEEN_13);
        assertEquals(13, golden.revisionAt(SEEN_13));
    }

    @Test
    void onlyWhatCantBeHadIsToldToBeMissing() throws Exception {
        golden.copyTheBackup(WITHIN);
        GoldenCopy.flip(golden.rows(MIDDLE));

        String told =
                assertThrows(OperationException.class, () -> golden.made(19)).getMessage();

        assertTrue(told.contains("revisions 18 to 19 can't be had"), told);
    }

    /** Of thousands of packs it would take minutes. */
    @Test
    void whoeverLooksForWhatToAdviseAsksForNoRecordTwice() throws Exception {
        golden.lose(MIDDLE);
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        golden.bench()
                .with(
                        "golden",
                        listening(new LocalSink(new LocalSinkConfig(golden.sink())), asked),
                        RetentionRules.KEEP_ALL);

        String hint = refused(SEEN_24).hint().orElseThrow();

        assertTrue(hint.contains(SEEN_13.toString()), hint);
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
