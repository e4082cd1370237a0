package dev.perigee.sink.minio;

import dev.perigee.sink.kit.bucket.BucketSinkProvider;
import dev.perigee.sink.kit.s3.S3Bucket;

/** Makes sinks of type {@code minio}. */
public final class MinioSinkProvider extends BucketSinkProvider<MinioSinkConfig> {

    /** For {@link java.util.ServiceLoader}. */
    public MinioSinkProvider() {
        super(
                "minio",
                MinioSinkConfig::read,
                config -> config.common().sinkPlace(),
                config -> S3Bucket.sink(config.common(), new MinioCalls(config)));
    }
}
