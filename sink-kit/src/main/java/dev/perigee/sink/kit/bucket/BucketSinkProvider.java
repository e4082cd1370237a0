package dev.perigee.sink.kit.bucket;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkPlace;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes sinks of one type.
 *
 * @param <C> what a sink's block says
 */
public abstract class BucketSinkProvider<C> implements StorageSinkProvider {

    private final String type;
    private final Function<SinkSettings, C> config;
    private final Function<C, SinkPlace> place;
    private final Opening<C> opening;

    /**
     * Opens a sink.
     *
     * @param <C> what a sink's block says
     */
    @FunctionalInterface
    public interface Opening<C> {

        /**
         * Opens it. Does no network I/O.
         *
         * @param config what its block says
         * @return the sink; the caller closes it
         * @throws SinkException if it can't be opened
         */
        StorageSink sink(C config) throws SinkException;
    }

    /**
     * A provider.
     *
     * @param type the word in the configuration
     * @param config reads a sink's block
     * @param place the place for comparison with those of other sinks
     * @param opening opens a sink
     */
    protected BucketSinkProvider(
            String type, Function<SinkSettings, C> config, Function<C, SinkPlace> place, Opening<C> opening) {
        this.type = type;
        this.config = config;
        this.place = place;
        this.opening = opening;
    }

    @Override
    public final String type() {
        return type;
    }

    @Override
    public final Optional<SinkPlace> place(SinkSettings settings) {
        return Optional.of(config.andThen(place).apply(settings));
    }

    @Override
    public final StorageSink open(SinkSettings settings) throws SinkException {
        return opening.sink(config.apply(settings));
    }
}
