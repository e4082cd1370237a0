package dev.perigee.core.delivery;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import java.time.Instant;
import java.util.Optional;

/** Asks the store to hold whatever is put, until a time. */
public final class HoldingSink extends ForwardingSink {

    private final PutOptions hold;

    /**
     * The sink for one backup.
     *
     * @param until when the store may let it go
     * @param inner takes the puts; must be able to hold objects
     */
    public HoldingSink(Instant until, StorageSink inner) {
        super(inner);
        this.hold = new PutOptions(Optional.of(until));
    }

    @Override
    public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
        return super.put(key, body, options.retainUntil().isPresent() ? options : hold);
    }
}
