package dev.perigee.sink.azure;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkPlace;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import dev.perigee.sink.kit.bucket.BucketSink;
import dev.perigee.sink.kit.words.Verb;
import java.time.InstantSource;
import java.util.Optional;

/** Makes sinks of type {@code azure}. */
public final class AzureSinkProvider implements StorageSinkProvider {

    /** For {@link java.util.ServiceLoader}. */
    public AzureSinkProvider() {}

    @Override
    public String type() {
        return "azure";
    }

    @Override
    public Optional<SinkPlace> place(SinkSettings settings) {
        return Optional.of(AzureSinkConfig.read(settings).sinkPlace());
    }

    @Override
    public StorageSink open(SinkSettings settings) throws SinkException {
        AzureSinkConfig config = AzureSinkConfig.read(settings);
        return new BucketSink(config.place(), new AzureBucket(config, InstantSource.system()), Verb.DELETE);
    }
}
