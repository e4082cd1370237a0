package dev.perigee.core.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.core.body.BytesBody;
import dev.perigee.testkit.FaultySink;
import dev.perigee.testkit.FaultySink.Verb;
import dev.perigee.testkit.MemorySink;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class ListingsTest {

    private static final int PAGE = 100_000;

    private final FaultySink sink = new FaultySink(new MemorySink());

    @Test
    void whatComesBehindTheLastIdIsNotListedToItsEnd() throws Exception {
        BackupId id = ManifestExamples.at(6).id();
        put(Layout.STANDARD.body("prod", id));
        for (int other = 0; other < 2 * PAGE; other++) {
            put(ObjectKey.of("prod/snapshots/other-" + other));
        }

        assertEquals(Set.of(id), list().keySet());
        assertEquals(1, sink.calls(Verb.LIST));
    }

    @Test
    void anIdBehindAPageOfForeignNamesIsListed() throws Exception {
        BackupId id = ManifestExamples.at(6).id();
        put(Layout.STANDARD.body("prod", id));
        for (int other = 0; other < PAGE; other++) {
            put(ObjectKey.of("prod/snapshots/1-" + other));
        }

        assertEquals(Set.of(id), list().keySet());
    }

    private void put(ObjectKey key) throws Exception {
        sink.put(key, new BytesBody(new byte[0]), PutOptions.NONE);
    }

    private SortedMap<BackupId, ObjectInfo> list() throws Exception {
        return Listings.list(sink, Layout.STANDARD.bodies("prod"), key -> Layout.STANDARD.ofBody("prod", key));
    }
}
