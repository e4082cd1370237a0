package dev.perigee.core.backup;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import java.io.IOException;

/** Crosses a sink off a spooled body's debts. */
final class Settling {

    private Settling() {}

    static void settle(SpoolEntry entry, String sink) throws OperationException {
        try {
            entry.settle(sink);
        } catch (IOException e) {
            throw OperationException.ofDisk("can't note in the spool that a body has arrived", e);
        }
    }

    /** The same for a sink that never got it: says so. */
    static void giveUp(Environment environment, SpoolEntry entry, String sink, String reason)
            throws OperationException {
        String id = entry.owed().orElseThrow().manifest().id().toString();
        environment.progress().on(new ProgressEvent.SpoolDropped(id, sink, reason));
        settle(entry, sink);
    }
}
