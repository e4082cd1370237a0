package dev.perigee.sink.s3;

import dev.perigee.sink.kit.bucket.BucketSinkProvider;
import dev.perigee.sink.kit.s3.S3Bucket;

/** Makes sinks of type {@code s3}. */
public final class S3SinkProvider extends BucketSinkProvider<S3SinkConfig> {

    /** For {@link java.util.ServiceLoader}. */
    public S3SinkProvider() {
        super(
                "s3",
                S3SinkConfig::read,
                config -> config.common().sinkPlace(),
                config -> S3Bucket.sink(config.common(), new AwsCalls(config)));
    }
}
