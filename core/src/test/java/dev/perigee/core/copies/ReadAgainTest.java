package dev.perigee.core.copies;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.core.backup.Bench;
import dev.perigee.core.body.BytesBody;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.sinks.Format;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.testkit.MemorySink;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The only copy came damaged once, over a bad line, and the listing shows nothing of it. */
class ReadAgainTest {

    private static final Instant STORED = Instant.now();

    @TempDir
    Path temp;

    private MemorySink sink = new MemorySink(() -> STORED);
    private Bench bench;
    private ObjectKey key;
    private byte[] good;

    @BeforeEach
    void backUp() throws Exception {
        backUp(Format.RAW);
    }

    private void backUp(Format format) throws Exception {
        bench = new Bench(temp.resolve(format.name()))
                .with("far", sink.reopen(), RetentionRules.KEEP_ALL)
                .formatted("far", format);
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            bench.backup(etcd.endpoint());
        }
        key = sink.list("prod/", "", 100).objects().stream()
                .map(ObjectInfo::key)
                .filter(each -> each.value().endsWith(format == Format.RAW ? ".db" : Layout.Standard.ROWS_SUFFIX))
                .findFirst()
                .orElseThrow();
        try (InputStream stored = sink.get(key, 0)) {
            good = stored.readAllBytes();
        }
    }

    private void comes(byte[] bytes) throws Exception {
        sink.put(key, new BytesBody(bytes), PutOptions.NONE);
    }

    private void comesDamaged() throws Exception {
        byte[] bad = good.clone();
        bad[bad.length / 2] ^= 1;
        comes(bad);
    }

    private Fetched fetch() throws OperationException {
        return new Fetch(bench.environment())
                .run(Sought.anywhere("prod", bench.destinations()), new Selector.Latest(), temp.resolve("file"));
    }

    @Test
    void whoeverHasNoOtherReadsItAgainAndItCountsOnceItIsWhole() throws Exception {
        comesDamaged();
        assertEquals(
                Outcome.DAMAGED,
                assertThrows(OperationException.class, this::fetch).outcome());

        comes(good);
        Fetched fetched = fetch();

        assertArrayEquals(good, Files.readAllBytes(temp.resolve("file")));
        assertTrue(fetched.warnings().getFirst().sentence().contains("was damaged when it was last read"));
        assertEquals(List.of(), fetch().warnings());
    }

    @Test
    void whatIsStoredAsRowsIsReadAgainToo() throws Exception {
        sink = new MemorySink(() -> STORED);
        backUp(Format.PACKS);
        comesDamaged();
        assertEquals(
                Outcome.DAMAGED,
                assertThrows(OperationException.class, this::fetch).outcome());

        comes(good);

        assertTrue(fetch().warnings().getFirst().sentence().contains("was damaged when it was last read"));
        assertEquals(List.of(), fetch().warnings());
    }

    @Test
    void itIsRefusedAsLongAsItIsDamaged() throws Exception {
        comesDamaged();
        assertThrows(OperationException.class, this::fetch);

        OperationException again = assertThrows(OperationException.class, this::fetch);

        assertEquals(Outcome.DAMAGED, again.outcome());
        assertTrue(Files.notExists(temp.resolve("file")));
    }
}
