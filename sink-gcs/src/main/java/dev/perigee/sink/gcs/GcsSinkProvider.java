package dev.perigee.sink.gcs;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;

/** Makes sinks of type {@code gcs}. */
public final class GcsSinkProvider implements StorageSinkProvider {

    /** For {@link java.util.ServiceLoader}. */
    public GcsSinkProvider() {}

    @Override
    public String type() {
        return "gcs";
    }

    @Override
    public StorageSink open(SinkSettings settings) throws SinkException {
        return GcsSink.open(GcsSinkConfig.read(settings));
    }
}
