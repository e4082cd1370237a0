package dev.perigee.sink.s3;

import dev.perigee.test.s3.FaultTests;

/** What a bad line leaves of an upload in parts, credentials that allow little, and what others leave in the bucket. */
class S3FaultsTest extends FaultTests {

    S3FaultsTest() {
        super(new S3SinkProvider());
    }
}
