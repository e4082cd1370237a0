package dev.perigee.core.history.recording;

import java.time.Instant;
import java.util.Optional;

/**
 * Up to when everything that was written is recorded: etcd tells at which revision it is, and sooner or later that revision has come.
 * Used by one thread.
 */
final class CaughtUp {

    private Optional<Mark> next = Optional.empty();

    private record Mark(long revision, Instant at) {}

    /**
     * etcd is at a revision.
     *
     * @param complete the last one that is recorded
     * @param revision the one that etcd was at
     * @param at when it said so
     * @return the time up to which all is recorded, if that is later than was known
     */
    Optional<Instant> at(long complete, long revision, Instant at) {
        Optional<Instant> reached =
                next.filter(mark -> mark.revision() <= complete).map(Mark::at);
        if (reached.isPresent()) {
            next = Optional.empty();
        }
        if (revision <= complete) {
            return Optional.of(at);
        }
        if (next.isEmpty()) {
            next = Optional.of(new Mark(revision, at));
        }
        return reached;
    }
}
