package dev.perigee.sink.gcs;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkPlace;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import dev.perigee.sink.kit.bucket.BucketSink;
import dev.perigee.sink.kit.words.Verb;
import java.time.InstantSource;
import java.util.Optional;

/** Makes sinks of type {@code gcs}. */
public final class GcsSinkProvider implements StorageSinkProvider {

    /** For {@link java.util.ServiceLoader}. */
    public GcsSinkProvider() {}

    @Override
    public String type() {
        return "gcs";
    }

    @Override
    public Optional<SinkPlace> place(SinkSettings settings) {
        return Optional.of(GcsSinkConfig.read(settings).sinkPlace());
    }

    @Override
    public StorageSink open(SinkSettings settings) throws SinkException {
        GcsSinkConfig config = GcsSinkConfig.read(settings);
        return new BucketSink(config.place(), new GcsBucket(config, InstantSource.system()), Verb.DELETE);
    }
}
