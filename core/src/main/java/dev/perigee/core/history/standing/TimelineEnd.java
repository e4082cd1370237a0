package dev.perigee.core.history.standing;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a timeline ended, or why rows of it were lost: a word that stays the same from version to version. */
public enum TimelineEnd {
    /** A revision is missing: etcd lost a write, or didn't tell of it. */
    HOLE,
    /** etcd was compacted beyond the last recorded revision. */
    COMPACTED,
    /** The endpoints answer for another cluster. */
    OTHER_CLUSTER,
    /** The cluster is at a lower revision than it was. */
    WENT_BACK,
    /** etcd tells a recorded revision otherwise than it was recorded. */
    TOLD_OTHERWISE,
    /** Nothing that was recorded can be told again, so that nobody knows whether it is still the same cluster. */
    UNPROVEN,
    /** etcd ended the watch for another reason. */
    CANCELED,
    /** This machine's clock was put back: what follows would seem to have been written before what is recorded. */
    CLOCK_PUT_BACK,
    /** A member's HashKV isn't that of what was recorded. */
    HASH_DIFFERS,
    /** More waited for a sink than the spool may hold: the timeline goes on, the oldest packs are gone. */
    SPOOL_FULL;

    /**
     * The word.
     *
     * @return such as {@code other_cluster}
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether what comes behind it is known to be another store.
     *
     * @return false also where nobody knows
     */
    public boolean isOfAnotherStore() {
        return this == OTHER_CLUSTER || this == WENT_BACK || this == TOLD_OTHERWISE;
    }

    static Optional<TimelineEnd> of(String word) {
        return Stream.of(values()).filter(end -> end.word().equals(word)).findFirst();
    }
}
