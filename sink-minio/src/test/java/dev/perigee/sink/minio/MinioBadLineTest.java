package dev.perigee.sink.minio;

import dev.perigee.test.s3.LineTests;

/** A bad line before a real MinIO. */
class MinioBadLineTest extends LineTests {

    MinioBadLineTest() {
        super(new MinioSinkProvider());
    }
}
