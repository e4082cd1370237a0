package dev.perigee.sink.gcs;

import dev.perigee.test.line.BadLineTests;
import dev.perigee.test.servers.RealGcs;

/** A bad line before fake-gcs-server. */
class GcsBadLineTest extends BadLineTests {

    GcsBadLineTest() {
        super(RealGcs.start(), RealGcs::port, (url, bucket) -> TestSettings.open(TestSettings.of(url, bucket)));
    }
}
