package dev.perigee.sink.gcs;

import dev.perigee.sink.kit.bucket.BucketSink;
import dev.perigee.sink.kit.bucket.BucketSinkProvider;
import dev.perigee.sink.kit.words.Verb;
import java.time.InstantSource;

/** Makes sinks of type {@code gcs}. */
public final class GcsSinkProvider extends BucketSinkProvider<GcsSinkConfig> {

    /** For {@link java.util.ServiceLoader}. */
    public GcsSinkProvider() {
        super(
                "gcs",
                GcsSinkConfig::read,
                GcsSinkConfig::sinkPlace,
                config -> new BucketSink(config.place(), new GcsBucket(config, InstantSource.system()), Verb.DELETE));
    }
}
