package dev.perigee.sink.azure;

import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.test.servers.RealAzurite;
import dev.perigee.testkit.StorageSinkContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class AzuriteContractTest extends StorageSinkContract {

    private static RealAzurite server;

    @BeforeAll
    static void start() {
        server = RealAzurite.start();
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
