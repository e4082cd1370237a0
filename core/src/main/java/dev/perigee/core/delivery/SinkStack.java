package dev.perigee.core.delivery;

import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.plugin.SinkDefinition;
import dev.perigee.core.plugin.SinkOpener;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.time.Timing;

/**
 * Opens a sink with everything the engine puts around it. This is the one place where the wrappers are stacked.
 *
 * @param opener finds the plugin
 * @param timing time, waiting, chance
 * @param progress hears of bytes and retries
 */
public record SinkStack(SinkOpener opener, Timing timing, ProgressListener progress) {

    /**
     * Opens a sink. From outside in: its name in every message, holds that are there already, retries, the stall watch for each attempt, the meter,
     * the bandwidth cap.
     *
     * @param definition which
     * @param settings how patiently, how fast
     * @return a sink that the caller closes
     * @throws SinkException INVALID if the definition doesn't make a sink; the message names it
     */
    public StorageSink open(SinkDefinition definition, DeliverySettings settings) throws SinkException {
        String name = definition.name();
        StorageSink sink = opener.open(definition);
        if (settings.bytesPerSecond().isPresent()) {
            sink = new BandwidthSink(new TokenBucket(settings.bytesPerSecond().getAsLong(), timing), sink);
        }
        sink = new MeteredSink(name, progress, sink);
        sink = new StallSink(timing, LeastRate.over(settings.stallTimeout(), settings.bytesPerSecond()), sink);
        sink = new RetryingSink(new Retries(name, settings, timing, progress), sink);
        sink = new LongestHolds(sink);
        return new NamedSink(name, sink);
    }
}
