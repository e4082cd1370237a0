package dev.perigee.sink.contract;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Where a rule is tried: one place that can be opened again and again, and a corner of it for scratch objects. Other
 * objects there are left alone.
 */
public interface Place {

    /**
     * Opens the place. The check closes it.
     *
     * @return a sink
     * @throws SinkException if it can't be opened
     */
    StorageSink open() throws SinkException;

    /**
     * Opens the same place once more, as another process would: nothing is shared with what {@link #open()} gave but
     * the place itself.
     *
     * @return another sink
     * @throws SinkException if it can't be opened
     */
    StorageSink reopen() throws SinkException;

    /**
     * Under what the scratch objects go; {@code /} and more follow it.
     *
     * @return a valid object key of at most 100 characters, so that the longest keys can be tried
     */
    String prefix();

    /**
     * Where names and bytes come from. Only used by the thread that runs the rule.
     *
     * @return a generator; a seeded one repeats a run
     */
    RandomGenerator random();

    /**
     * The clock that a store's own clock is held against.
     *
     * @return a clock
     */
    InstantSource clock();

    /**
     * Told of each scratch object that could not be removed afterwards: it is under a lock, or removing is not permitted.
     *
     * @param key the object
     * @param why what the sink said
     */
    void left(ObjectKey key, SinkException why);
}
