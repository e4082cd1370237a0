package dev.perigee.core.delivery;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Asks for no hold that is there already: of many backups that need the same rows each has them held. */
final class LongestHolds extends ForwardingSink {

    private final Map<ObjectKey, Instant> held = new ConcurrentHashMap<>();

    LongestHolds(StorageSink inner) {
        super(inner);
    }

    @Override
    public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
        held.remove(key);
        return super.put(key, body, options);
    }

    @Override
    public void delete(ObjectKey key) throws SinkException {
        held.remove(key);
        super.delete(key);
    }

    @Override
    public void hold(ObjectKey key, Instant until) throws SinkException {
        if (held.getOrDefault(key, Instant.MIN).isBefore(until)) {
            super.hold(key, until);
            held.merge(key, until, (one, other) -> one.isAfter(other) ? one : other);
        }
    }
}
