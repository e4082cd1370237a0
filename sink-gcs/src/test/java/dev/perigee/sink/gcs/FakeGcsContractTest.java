package dev.perigee.sink.gcs;

import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.test.servers.RealGcs;
import dev.perigee.testkit.StorageSinkContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class FakeGcsContractTest extends StorageSinkContract {

    private static RealGcs server;

    @BeforeAll
    static void start() {
        server = RealGcs.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected StorageSink open() throws SinkException {
        return TestSettings.open(TestSettings.of(server.url(), "contract"));
    }

    @Override
    protected StorageSink reopen() throws SinkException {
        return open();
    }
}
