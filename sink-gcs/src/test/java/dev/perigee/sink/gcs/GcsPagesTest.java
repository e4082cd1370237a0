package dev.perigee.sink.gcs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.contract.body.BytesBody;
import dev.perigee.test.servers.RealGcs;
import dev.perigee.test.servers.RequestCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How many requests a long listing takes. */
class GcsPagesTest {

    private static RealGcs server;

    @BeforeAll
    static void start() {
        server = RealGcs.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void threeThousandObjectsTakeFourRequestsAtMost() throws Exception {
        List<String> names =
                IntStream.range(100_000, 103_000).mapToObj(Integer::toString).toList();
        try (RequestCounter counter = RequestCounter.before(server.port(), "/o?");
                StorageSink filler = TestSettings.open(TestSettings.of(server.url(), "many"));
                StorageSink sink = TestSettings.open(TestSettings.of(counter.url(), "many"))) {
            filler.put(ObjectKey.of("o/first"), new BytesBody(new byte[] {1}), PutOptions.NONE);
            server.multiply("many", "some/path/o/first", names);
            List<ObjectInfo> found = new ArrayList<>();
            ListPage page = sink.list("o/1", "", 1000);
            found.addAll(page.objects());
            while (page.more()) {
                page = sink.list("o/1", found.getLast().key().value(), 1000);
                found.addAll(page.objects());
            }

            assertEquals(
                    names,
                    found.stream()
                            .map(object -> object.key().value().substring(2))
                            .toList());
            assertTrue(counter.seen() >= 3 && counter.seen() <= 4, "requests: " + counter.seen());
        }
    }
}
