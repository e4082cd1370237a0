package dev.perigee.sink.minio;

import dev.perigee.test.s3.FaultTests;

/** A bad line before a real MinIO, credentials that allow little, and what others leave in the bucket. */
class MinioFaultsTest extends FaultTests {

    MinioFaultsTest() {
        super(new MinioSinkProvider());
    }
}
