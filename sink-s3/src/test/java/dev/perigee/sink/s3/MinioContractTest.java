package dev.perigee.sink.s3;

import dev.perigee.test.s3.ServerContract;
import dev.perigee.test.servers.RealS3;
import java.util.Map;

class MinioContractTest extends ServerContract {

    MinioContractTest() {
        super(new S3SinkProvider(), RealS3::minio, Map.of());
    }
}
