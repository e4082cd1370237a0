package dev.perigee.sink.s3;

import dev.perigee.test.s3.LineTests;

/** A bad line before a real MinIO. */
class S3BadLineTest extends LineTests {

    S3BadLineTest() {
        super(new S3SinkProvider());
    }
}
