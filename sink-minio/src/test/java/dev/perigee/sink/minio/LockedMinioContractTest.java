package dev.perigee.sink.minio;

import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.test.servers.RealS3;
import dev.perigee.testkit.StorageSinkContract;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A bucket with object lock, where deleting means all versions. */
class LockedMinioContractTest extends StorageSinkContract {

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
        Map<String, Object> plain = TestSettings.of(server.url(), "locked");
        Map<String, Object> locked = TestSettings.with(plain, "object-lock", Map.of("mode", "governance"));
        return TestSettings.open(TestSettings.with(locked, "delete", "all-versions"));
    }

    @Override
    protected StorageSink reopen() throws SinkException {
        return open();
    }
}
