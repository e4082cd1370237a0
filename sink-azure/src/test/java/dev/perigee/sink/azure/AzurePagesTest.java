package dev.perigee.sink.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.contract.body.BytesBody;
import dev.perigee.test.servers.RealAzurite;
import dev.perigee.test.servers.RequestCounter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How many requests a long listing takes. */
class AzurePagesTest {

    private static RealAzurite server;

    @BeforeAll
    static void start() {
        server = RealAzurite.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aListingGoesOnWhereItsLastPageEnded() throws Exception {
        try (RequestCounter counter = RequestCounter.before(server.port(), "comp=list");
                StorageSink filler = TestSettings.open(TestSettings.of(server.url(), "many"));
                StorageSink sink = TestSettings.open(TestSettings.of(counter.url(), "many"))) {
            for (int i = 10; i < 50; i++) {
                filler.put(ObjectKey.of("o/" + i), new BytesBody(new byte[] {1}), PutOptions.NONE);
            }
            List<ObjectInfo> found = new ArrayList<>();
            ListPage page = sink.list("o/", "", 10);
            found.addAll(page.objects());
            while (page.more()) {
                page = sink.list("o/", found.getLast().key().value(), 10);
                found.addAll(page.objects());
            }

            assertEquals(40, found.size());
            assertTrue(counter.seen() >= 4 && counter.seen() <= 5, "requests: " + counter.seen());
        }
    }
}
