package dev.perigee.core.history.recording;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.state.Environment;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Has a backup taken at once when users or roles have changed since the newest one, for packs hold none of them. The history itself goes
 * on. Used by one thread.
 */
final class AuthBases implements AutoCloseable {

    private final HistorySpool spool;
    private final BaseBeside base;
    private long wanted;

    AuthBases(Environment environment, HistorySpool spool, Supplier<CompletableFuture<Manifest>> take) {
        this.spool = spool;
        this.base = new BaseBeside(environment, take);
    }

    /** Where it begins with a backup, or where nobody knows, what is now is what the newest backup has. */
    void begin(OptionalLong revision, boolean goesOn) throws IOException {
        if (revision.isPresent() && (!goesOn || spool.notes().auth().isEmpty())) {
            spool.notes().auth(revision.getAsLong());
        } else if (revision.isPresent()) {
            look(revision.getAsLong());
        }
    }

    void look(long revision) throws IOException {
        if (base.taken().isPresent()) {
            spool.notes().auth(wanted);
        }
        boolean changed =
                spool.notes().auth().isPresent() && spool.notes().auth().getAsLong() != revision;
        if (changed && base.begin("users or roles have changed: a backup is taken, for a history has none of them")) {
            wanted = revision;
        }
    }

    @Override
    public void close() {
        base.close();
    }
}
