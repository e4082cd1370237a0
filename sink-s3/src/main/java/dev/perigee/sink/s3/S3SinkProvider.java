package dev.perigee.sink.s3;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;

/** Makes sinks of type {@code s3}. */
public final class S3SinkProvider implements StorageSinkProvider {

    /** For {@link java.util.ServiceLoader}. */
    public S3SinkProvider() {}

    @Override
    public String type() {
        return "s3";
    }

    @Override
    public StorageSink open(SinkSettings settings) throws SinkException {
        return S3Sink.open(S3SinkConfig.read(settings));
    }
}
