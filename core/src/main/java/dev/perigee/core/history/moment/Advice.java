package dev.perigee.core.history.moment;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.outcome.OperationException;

/** Adds to a failure what can be asked for instead of a moment. */
@FunctionalInterface
public interface Advice {

    /** Of whoever only asks whether there is a failure: what is advised isn't advised of in its turn. */
    Advice NONE = (failure, _, _) -> failure;

    OperationException to(OperationException failure, BackupId timeline, Moment moment) throws OperationException;
}
