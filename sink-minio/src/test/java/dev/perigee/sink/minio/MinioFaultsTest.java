package dev.perigee.sink.minio;

import dev.perigee.test.s3.FaultTests;

/** What a bad line leaves of an upload in parts, credentials that allow little, and what others leave in the bucket. */
class MinioFaultsTest extends FaultTests {

    MinioFaultsTest() {
        super(new MinioSinkProvider());
    }
}
