package dev.perigee.sink.s3;

import dev.perigee.test.s3.ServerContract;
import dev.perigee.test.servers.RealS3;
import java.util.Map;

class VersitygwContractTest extends ServerContract {

    VersitygwContractTest() {
        super(new S3SinkProvider(), RealS3::versitygw, Map.of());
    }
}
