package dev.perigee.core.history.point;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.util.Optional;

/** A revision that a later backup doesn't hold any more, for it was compacted beyond: BAD_INPUT. One of another store may still hold it. */
final class GoneRevision extends OperationException {

    private static final long serialVersionUID = 1L;

    private final transient BackupId base;

    GoneRevision(BackupId base, String message, String cure) {
        super(Outcome.BAD_INPUT, message, Optional.of(cure), Optional.empty());
        this.base = base;
    }

    /** The one that doesn't. What was taken later of the same store is compacted as far at least. */
    BackupId base() {
        return base;
    }
}
