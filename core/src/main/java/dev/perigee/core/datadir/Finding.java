package dev.perigee.core.datadir;

import java.util.Optional;

/**
 * Something about a data directory.
 *
 * @param part which part of it
 * @param verdict how bad it is
 * @param sentence what was found
 * @param cure what to do; empty if nothing has to be done
 */
public record Finding(Part part, Verdict verdict, String sentence, Optional<String> cure) {

    /** Parts of a data directory, in the order in which etcd looks at them. */
    public enum Part {
        /** {@code member/wal}. */
        LOG,
        /** {@code member/snap/*.snap}. */
        SNAPSHOTS,
        /** {@code member/snap/db}. */
        DATABASE,
        /** How far the database has come in the log. */
        POSITION,
        /** Which etcd may take it. */
        VERSION,
        /** What a restart comes to. */
        RESTART
    }

    /** How bad something is. */
    public enum Verdict {
        /** As it should be. */
        OK,
        /** A restart copes with it, but somebody should know. */
        WARNING,
        /** No etcd starts on it, or it would lose what is written. */
        FATAL
    }

    static Finding ok(Part part, String sentence) {
        return new Finding(part, Verdict.OK, sentence, Optional.empty());
    }

    static Finding warning(Part part, String sentence, String cure) {
        return new Finding(part, Verdict.WARNING, sentence, Optional.of(cure));
    }

    static Finding fatal(Part part, String sentence, String cure) {
        return new Finding(part, Verdict.FATAL, sentence, Optional.of(cure));
    }
}
