package dev.perigee.core.copies;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import java.util.Optional;

/**
 * What was found in one sink of the history behind a backup.
 *
 * @param base the backup
 * @param timeline the backup that the history began with
 * @param first the first revision that was looked at
 * @param last the last one
 * @param packs how many packs were looked at
 * @param copy the sink, and what was found there
 */
public record ProvedPacks(BackupId base, BackupId timeline, long first, long last, int packs, VerifyResult.Copy copy) {

    /**
     * Which part of which history it is.
     *
     * @return as its packs lie in a sink: the timeline, and the first and last revision
     */
    public String name() {
        return timeline + "/" + first + "-" + last;
    }

    /**
     * The same, of which something else was found.
     *
     * @param other what
     * @return with this copy
     */
    public ProvedPacks with(VerifyResult.Copy other) {
        return new ProvedPacks(base, timeline, first, last, packs, other);
    }

    /** What it is as a problem of its sink; empty if nothing is wrong. */
    Optional<SinkFailure> failure() {
        return copy.outcome() == Outcome.OK
                ? Optional.empty()
                : Optional.of(new SinkFailure(
                        copy.sink(),
                        copy.outcome(),
                        copy.finding(),
                        Optional.of("'perigee snapshot verify " + base + " --sink " + copy.sink()
                                + "' proves it once more, and 'perigee history list' shows what can be restored")));
    }
}
