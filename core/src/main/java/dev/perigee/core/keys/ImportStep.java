package dev.perigee.core.keys;

import java.util.Optional;

/**
 * What an import does with one key, and why. Pure.
 *
 * @param action what
 * @param entry the entry as the file has it, under its final key
 * @param seenModRevision the revision at which the cluster's key was last written; 0 if there is none
 */
public record ImportStep(Action action, KeyEntry entry, long seenModRevision) {

    /** What is done with a key. */
    public enum Action {
        /** There was none. */
        CREATE,
        /** There was one with another value, and the file's wins. */
        OVERWRITE,
        /** The cluster has it already. */
        SAME,
        /** There is one with another value, and the cluster's stays. */
        CONFLICT,
        /** It hung on a lease and such keys are left out, or its lease isn't in the file. */
        LEASED,
        /** The file lacks its value: it was redacted, or keys only. */
        NO_VALUE,
        /** The file lacks it, and it goes. */
        DELETE;

        /**
         * Whether anything is written.
         *
         * @return for a creation, an overwriting and a deletion
         */
        public boolean writes() {
            return this == CREATE || this == OVERWRITE || this == DELETE;
        }
    }

    /**
     * Decides.
     *
     * @param wanted the file's entry
     * @param present the cluster's; empty if it has none
     * @param onConflict what to do if the values differ
     * @param skipLease whether the entry can't be written for its lease's sake
     * @return what to do
     */
    static ImportStep decide(KeyEntry wanted, Optional<KeyEntry> present, OnConflict onConflict, boolean skipLease) {
        long seen = present.map(KeyEntry::modRevision).orElse(0L);
        return new ImportStep(action(wanted, present, onConflict, skipLease), wanted, seen);
    }

    private static Action action(
            KeyEntry wanted, Optional<KeyEntry> present, OnConflict onConflict, boolean skipLease) {
        if (wanted.value().isEmpty()) {
            return Action.NO_VALUE;
        }
        if (skipLease) {
            return Action.LEASED;
        }
        if (present.isEmpty()) {
            return Action.CREATE;
        }
        if (present.get().value().equals(wanted.value()) && hangs(wanted) == hangs(present.get())) {
            return Action.SAME;
        }
        return switch (onConflict) {
            case OVERWRITE -> Action.OVERWRITE;
            case SKIP, FAIL -> Action.CONFLICT;
            case NEWER -> wanted.modRevision() > present.get().modRevision() ? Action.OVERWRITE : Action.CONFLICT;
        };
    }

    private static boolean hangs(KeyEntry entry) {
        return entry.lease() != 0;
    }
}
