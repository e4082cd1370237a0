package dev.perigee.core.history.recording;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.state.Environment;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Has a backup taken once a sink takes the history again of which packs were given up, or has come while it goes on: what lies behind them
 * is worth nothing without. Used by one thread.
 */
final class GapBases implements AutoCloseable {

    private final HistorySpool spool;
    private final BaseBeside base;

    GapBases(Environment environment, HistorySpool spool, Supplier<CompletableFuture<Manifest>> take) {
        this.spool = spool;
        this.base = new BaseBeside(environment, take);
    }

    void look() throws IOException {
        Optional<Manifest> taken = base.taken();
        if (taken.isPresent()) {
            spool.bridged(taken.get().facts().revision());
            spool.notes().newcomers().receive();
        } else if (spool.isToBeBridged()) {
            base.begin("a sink lacks a part of the history: a backup is taken, from which it goes on there");
        }
    }

    @Override
    public void close() {
        base.close();
    }
}
