package dev.perigee.daemon.remote;

import dev.perigee.core.engine.Status;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether the backups are as the jobs want them, as a daemon saw it at its last look.
 *
 * @param version the daemon's
 * @param status how it stands, without the listings, with ages as of the daemon's answer
 * @param looked when the daemon looked at its sinks
 * @param outcome what the daemon says that it comes down to
 * @param blind why the daemon couldn't look since; empty if it could
 * @param namesakes names that several of the daemons have that share the jobs
 */
public record SeenStatus(
        String version, Status status, Instant looked, Outcome outcome, Optional<String> blind, List<String> namesakes)
        implements Result {

    /** Copies the list. */
    public SeenStatus {
        namesakes = List.copyOf(namesakes);
    }
}
