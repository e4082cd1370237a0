package dev.perigee.sink.s3;

import dev.perigee.test.s3.HostileTests;

/** What the sink makes of a server that means harm. */
class S3HostileTest extends HostileTests {

    S3HostileTest() {
        super(new S3SinkProvider());
    }
}
