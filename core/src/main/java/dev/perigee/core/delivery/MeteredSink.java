package dev.perigee.core.delivery;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.progress.ProgressListener;
import java.util.concurrent.atomic.AtomicLong;

/** Tells the listener how much of a body has gone. */
final class MeteredSink extends ForwardingSink {

    private final String name;
    private final ProgressListener progress;

    MeteredSink(String name, ProgressListener progress, StorageSink inner) {
        super(inner);
        this.name = name;
        this.progress = progress;
    }

    @Override
    public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
        AtomicLong sent = new AtomicLong();
        return super.put(
                key,
                TappedBody.ofSent(body, Integer.MAX_VALUE, bytes -> report(key, sent.addAndGet(bytes), body.length())),
                options);
    }

    private void report(ObjectKey key, long sent, long total) {
        long shown = sent == total ? total : sent % total; // a sink that reads the body twice starts over
        progress.on(new ProgressEvent.Uploading(name, key.value(), shown, total));
    }
}
