package dev.perigee.sink.minio;

import dev.perigee.test.s3.HostileTests;

/** What the sink makes of a server that means harm. */
class MinioHostileTest extends HostileTests {

    MinioHostileTest() {
        super(new MinioSinkProvider());
    }
}
