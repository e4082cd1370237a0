package dev.perigee.sink.minio;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;

/** Makes sinks of type {@code minio}. */
public final class MinioSinkProvider implements StorageSinkProvider {

    /** For {@link java.util.ServiceLoader}. */
    public MinioSinkProvider() {}

    @Override
    public String type() {
        return "minio";
    }

    @Override
    public StorageSink open(SinkSettings settings) throws SinkException {
        return MinioSink.open(MinioSinkConfig.read(settings));
    }
}
