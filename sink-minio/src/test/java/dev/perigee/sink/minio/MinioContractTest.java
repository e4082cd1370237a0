package dev.perigee.sink.minio;

import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.test.servers.RealS3;
import dev.perigee.testkit.StorageSinkContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MinioContractTest extends StorageSinkContract {

    private static RealS3 server;

    @BeforeAll
    static void start() {
        server = RealS3.minio();
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
