package dev.perigee.sink.s3;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkPlace;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import dev.perigee.sink.kit.s3.S3Bucket;
import java.util.Optional;

/** Makes sinks of type {@code s3}. */
public final class S3SinkProvider implements StorageSinkProvider {

    /** For {@link java.util.ServiceLoader}. */
    public S3SinkProvider() {}

    @Override
    public String type() {
        return "s3";
    }

    @Override
    public Optional<SinkPlace> place(SinkSettings settings) {
        return Optional.of(S3SinkConfig.read(settings).common().sinkPlace());
    }

    @Override
    public StorageSink open(SinkSettings settings) throws SinkException {
        S3SinkConfig config = S3SinkConfig.read(settings);
        return S3Bucket.sink(config.common(), new AwsCalls(config));
    }
}
