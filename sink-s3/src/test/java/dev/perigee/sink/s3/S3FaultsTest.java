package dev.perigee.sink.s3;

import dev.perigee.test.s3.FaultTests;

/** A bad line before a real MinIO, credentials that allow little, and what others leave in the bucket. */
class S3FaultsTest extends FaultTests {

    S3FaultsTest() {
        super(new S3SinkProvider());
    }
}
