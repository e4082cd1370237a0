package dev.perigee.core.delivery;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;

/** Sends no faster than allowed, over all puts of this sink together. What is only looked at isn't slowed. */
final class BandwidthSink extends ForwardingSink {

    private final TokenBucket bucket;

    BandwidthSink(TokenBucket bucket, StorageSink inner) {
        super(inner);
        this.bucket = bucket;
    }

    @Override
    public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
        return super.put(key, TappedBody.ofSent(body, bucket.chunk(), bucket::take), options);
    }
}
