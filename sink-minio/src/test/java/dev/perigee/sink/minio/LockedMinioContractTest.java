package dev.perigee.sink.minio;

import dev.perigee.test.s3.ServerContract;
import dev.perigee.test.servers.RealS3;
import java.util.Map;

/** A bucket with object lock, where deleting means all versions. */
class LockedMinioContractTest extends ServerContract {

    LockedMinioContractTest() {
        super(
                new MinioSinkProvider(),
                RealS3::minio,
                Map.of("object-lock", Map.of("mode", "governance", "for", "retention"), "delete", "all-versions"));
    }
}
