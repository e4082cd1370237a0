package dev.perigee.sink.local;

import dev.perigee.api.SinkPlace;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        return Optional.of(
                SinkPlace.folder(resolved(LocalSinkConfig.from(settings).directory())));
    }

    /** Links lead to the one place that all their names mean; what isn't there yet can't be one. */
    private static Path resolved(Path directory) {
        @Nullable Path parent = directory.getParent();
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            return parent == null ? directory : resolved(parent).resolve(directory.getFileName());
        }
    }

    @Override
    public StorageSink open(SinkSettings settings) {
        return new LocalSink(LocalSinkConfig.from(settings));
    }
}
