package dev.perigee.core.removal;

import dev.perigee.api.ObjectKey;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.outcome.SinkFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is about to be removed, what stays, and why.
 *
 * @param cluster the cluster's name
 * @param sinks a plan per sink, in the order asked
 * @param warnings sinks that can't be planned for: nothing is removed there
 */
public record RemovalPlan(String cluster, List<SinkPlan> sinks, List<SinkFailure> warnings) {

    /** Copies the lists. */
    public RemovalPlan {
        sinks = List.copyOf(sinks);
        warnings = List.copyOf(warnings);
    }

    /**
     * Whether there is nothing to do.
     *
     * @return true if every line of every sink stays
     */
    public boolean isEmpty() {
        return sinks.stream().flatMap(sink -> sink.lines().stream()).noneMatch(Line::remove);
    }

    /**
     * The plan for one sink.
     *
     * @param sink its name
     * @param lines the backups, the newest first, then bodies without a manifest
     * @param findings a sentence for each copy that isn't whole
     * @param losses a sentence for what else is lost with what goes, such as revisions of a history
     * @param replacement where the backups are of etcd clusters of which one replaced the other
     */
    public record SinkPlan(
            String sink,
            List<Line> lines,
            List<String> findings,
            List<String> losses,
            Optional<Replacement> replacement) {

        /** Copies the lists. */
        public SinkPlan {
            lines = List.copyOf(lines);
            findings = List.copyOf(findings);
            losses = List.copyOf(losses);
        }

        /** The same, with what else is said of this sink. */
        SinkPlan telling(List<SinkFailure> others) {
            List<String> more = others.stream()
                    .filter(other -> other.sink().equals(sink))
                    .map(SinkFailure::text)
                    .toList();
            return new SinkPlan(
                    sink, lines, Stream.concat(findings.stream(), more.stream()).toList(), losses, replacement);
        }

        /**
         * One etcd cluster in another's place.
         *
         * @param change a word for it: the same change, the same word
         * @param text a sentence
         */
        public record Replacement(String change, String text) {}
    }

    /**
     * What becomes of one backup, or of a body without a manifest.
     *
     * @param id the backup
     * @param orphan the key of a body without a manifest; empty for a backup
     * @param remove whether it goes
     * @param reason why it goes or stays, in a few words
     * @param heldUntil until when the store holds it; empty if it doesn't, or wasn't asked
     * @param extendTo until when the store is to hold it from now on; empty if that stays as it is
     */
    public record Line(
            BackupId id,
            Optional<ObjectKey> orphan,
            boolean remove,
            String reason,
            Optional<Instant> heldUntil,
            Optional<Instant> extendTo) {

        /**
         * Whether it was named, and stays for now all the same: where the store hides what it can't remove, a try would go well.
         *
         * @return true if the store holds what is to go
         */
        public boolean isHeld() {
            return remove && heldUntil.isPresent();
        }

        /** A line of whose hold nothing is known. */
        Line(BackupId id, Optional<ObjectKey> orphan, boolean remove, String reason) {
            this(id, orphan, remove, reason, Optional.empty(), Optional.empty());
        }

        /** The same, which stays for now although nothing but the store keeps it. */
        Line keptByStore(Instant until) {
            return new Line(
                    id, orphan, false, reason + ", but the store holds it", Optional.of(until), Optional.empty());
        }

        /** The same, with something more to be said. */
        Line telling(String more) {
            return new Line(id, orphan, remove, reason + "; " + more, heldUntil, extendTo);
        }

        /** The same, with what is known of its hold. */
        Line held(Optional<Instant> until, Optional<Instant> more) {
            return new Line(id, orphan, remove, reason, until, more);
        }
    }
}
