package dev.perigee.sink.local;

import dev.perigee.api.SinkPlace;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import java.util.Optional;

/** Makes sinks of type {@code local}. One setting: {@code directory}, by default {@code backup} in the state directory. */
public final class LocalSinkProvider implements StorageSinkProvider {

    /** Does nothing, as a provider's constructor must. */
    public LocalSinkProvider() {}

    @Override
    public String type() {
        return "local";
    }

    @Override
    public Optional<SinkPlace> place(SinkSettings settings) {
        return Optional.of(SinkPlace.folder(LocalSinkConfig.from(settings).directory()));
    }

    @Override
    public StorageSink open(SinkSettings settings) {
        return new LocalSink(LocalSinkConfig.from(settings));
    }
}
