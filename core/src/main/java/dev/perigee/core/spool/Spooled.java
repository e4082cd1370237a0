package dev.perigee.core.spool;

import dev.perigee.core.catalog.BackupId;
import java.util.Set;

/**
 * Which backups are in the spool, on their way into a sink.
 *
 * @param ids those whose record can be read
 * @param complete whether those are all
 */
public record Spooled(Set<BackupId> ids, boolean complete) {

    /** Copies the ids. */
    public Spooled {
        ids = Set.copyOf(ids);
    }

    /**
     * Whether a backup may be among them.
     *
     * @param id the backup
     * @return true also where nobody can tell
     */
    public boolean mayHold(BackupId id) {
        return !complete || ids.contains(id);
    }
}
