package dev.perigee.core.catalog;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.Printable;
import dev.perigee.etcd.format.snapshot.HashKv;
import dev.perigee.etcd.format.snapshot.SnapshotFacts;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What is said of a stored snapshot: a proof tells that it is one, not that it is the one that is meant. Pure.
 *
 * @param revision the revision that it is to hold, from 1 up
 * @param manifest of the backup that it is; if that is of another revision, of the one that it was made of
 */
public record Stated(long revision, Manifest manifest) {

    /**
     * What a manifest says of its own snapshot.
     *
     * @param manifest the manifest
     * @return of its revision
     */
    public static Stated by(Manifest manifest) {
        return new Stated(manifest.facts().revision(), manifest);
    }

    /**
     * Whether it was made of the manifest's snapshot: then nobody sent it, and it has no digest at its end.
     *
     * @return false for the manifest's own
     */
    public boolean isMade() {
        return manifest.facts().revision() != revision;
    }

    /**
     * How a snapshot is another one than the one that is meant. Its length isn't looked at: whoever brings it compares that, and rows that
     * were put together again may take another one.
     *
     * @param held what a proof found in it
     * @return a clause about it; empty if it is the one
     */
    public Optional<String> difference(SnapshotFacts held) {
        return difference("revision", revision, held.currentRevision())
                .or(() -> facts().flatMap(facts -> difference(facts, held)));
    }

    /**
     * The same, as far as HashKV tells.
     *
     * @param held the snapshot's own, at its newest revision
     * @return a clause about it; empty if it may be the one
     */
    public Optional<String> difference(HashKv held) {
        return difference("revision", revision, held.revision())
                .or(() -> facts().flatMap(
                                facts -> difference("HashKV at revision " + revision, facts.hashKv(), held.hash())));
    }

    /** They say nothing of what was made of their snapshot. */
    private Optional<Manifest.Facts> facts() {
        return isMade() ? Optional.empty() : Optional.of(manifest.facts());
    }

    private static Optional<String> difference(Manifest.Facts facts, SnapshotFacts held) {
        long compacted = Math.max(held.compactRevision(), held.scheduledCompactRevision());
        return difference("status hash", hex(facts.statusHash()), hex(held.hash()))
                .or(() -> difference("compacted revision", facts.compacted(), compacted))
                .or(() -> difference("count of keys", facts.liveKeys(), held.liveKeys()))
                .or(() -> difference("count of entries", facts.entries(), held.totalEntries()))
                .or(() ->
                        difference("storage version", version(facts.storageVersion()), version(held.storageVersion())));
    }

    private static Optional<String> difference(String what, Object stated, Object held) {
        return held.equals(stated)
                ? Optional.empty()
                : Optional.of("its " + what + " is " + held + " where its manifest says " + stated);
    }

    private static String hex(long hash) {
        return HexFormat.of().toHexDigits((int) hash);
    }

    private static String version(Optional<String> storage) {
        return storage.map(Printable::line).orElse("none");
    }

    /**
     * Refuses another snapshot than the one that is meant.
     *
     * @param name how a person names it
     * @param held what a proof found in it
     * @throws OperationException DAMAGED
     */
    public void require(String name, SnapshotFacts held) throws OperationException {
        refuse(name, difference(held));
    }

    /**
     * The same, as far as HashKV tells.
     *
     * @param name how a person names it
     * @param held its own, at its newest revision
     * @throws OperationException DAMAGED
     */
    public void require(String name, HashKv held) throws OperationException {
        refuse(name, difference(held));
    }

    private void refuse(String name, Optional<String> difference) throws OperationException {
        if (difference.isPresent()) {
            throw new OperationException(
                    Outcome.DAMAGED,
                    name + " is a whole snapshot, but " + difference.get() + ": it isn't the backup of that id",
                    Optional.of("'perigee snapshot verify " + manifest.id() + " --all-sinks' says whether another"
                            + " sink's copy is; or take another backup"),
                    Optional.empty());
        }
    }
}
