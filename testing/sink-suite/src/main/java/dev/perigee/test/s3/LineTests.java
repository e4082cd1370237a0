package dev.perigee.test.s3;

import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSinkProvider;
import dev.perigee.test.line.BadLineTests;
import dev.perigee.test.servers.RealS3;

/** A bad line before a real MinIO. */
public abstract class LineTests extends BadLineTests {

    /**
     * The bad line of a sink. Starts a server.
     *
     * @param provider opens the sink
     */
    protected LineTests(StorageSinkProvider provider) {
        super(
                RealS3.minio(),
                RealS3::port,
                (url, bucket) -> provider.open(SinkSettings.of("test", S3Settings.of(url, bucket))));
    }
}
