package dev.perigee.sink.minio;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkPlace;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import dev.perigee.sink.kit.s3.S3Bucket;
import java.util.Optional;

/** Makes sinks of type {@code minio}. */
public final class MinioSinkProvider implements StorageSinkProvider {

    /** For {@link java.util.ServiceLoader}. */
    public MinioSinkProvider() {}

    @Override
    public String type() {
        return "minio";
    }

    @Override
    public Optional<SinkPlace> place(SinkSettings settings) {
        return Optional.of(MinioSinkConfig.read(settings).common().sinkPlace());
    }

    @Override
    public StorageSink open(SinkSettings settings) throws SinkException {
        MinioSinkConfig config = MinioSinkConfig.read(settings);
        return S3Bucket.sink(config.common(), new MinioCalls(config));
    }
}
