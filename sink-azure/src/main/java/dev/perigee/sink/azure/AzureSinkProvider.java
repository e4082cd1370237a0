package dev.perigee.sink.azure;

import dev.perigee.sink.kit.bucket.BucketSink;
import dev.perigee.sink.kit.bucket.BucketSinkProvider;
import dev.perigee.sink.kit.words.Verb;
import java.time.InstantSource;

/** Makes sinks of type {@code azure}. */
public final class AzureSinkProvider extends BucketSinkProvider<AzureSinkConfig> {

    /** For {@link java.util.ServiceLoader}. */
    public AzureSinkProvider() {
        super(
                "azure",
                AzureSinkConfig::read,
                AzureSinkConfig::sinkPlace,
                config -> new BucketSink(config.place(), new AzureBucket(config, InstantSource.system()), Verb.DELETE));
    }
}
