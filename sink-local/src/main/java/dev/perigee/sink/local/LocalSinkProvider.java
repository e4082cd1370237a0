package dev.perigee.sink.local;

import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;

/** Makes sinks of type {@code local}. One setting: {@code directory}. */
public final class LocalSinkProvider implements StorageSinkProvider {

    /** Does nothing, as a provider's constructor must. */
    public LocalSinkProvider() {}

    @Override
    public String type() {
        return "local";
    }

    @Override
    public StorageSink open(SinkSettings settings) {
        return new LocalSink(LocalSinkConfig.from(settings));
    }
}
