package dev.perigee.sink.azure;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import java.time.InstantSource;

/** Makes sinks of type {@code azure}. */
public final class AzureSinkProvider implements StorageSinkProvider {

    /** For {@link java.util.ServiceLoader}. */
    public AzureSinkProvider() {}

    @Override
    public String type() {
        return "azure";
    }

    @Override
    public StorageSink open(SinkSettings settings) throws SinkException {
        return new AzureSink(AzureSinkConfig.read(settings), InstantSource.system());
    }
}
