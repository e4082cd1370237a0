package dev.perigee.core.catalog;

import dev.perigee.core.outcome.Outcome;

/** What a listed copy of a backup is worth. */
public sealed interface Standing {

    /**
     * What keeps the copy from being whole.
     *
     * @return a clause for a person, without the sink's name; empty if it is whole
     */
    String finding();

    /**
     * A manifest that agrees with itself and with where it lies, and a body of exactly its length. Only such a copy counts.
     *
     * @param origin who says that the body is good
     */
    record Whole(Origin origin) implements Standing {
        @Override
        public String finding() {
            return "";
        }
    }

    /**
     * The manifest contradicts itself or its place, or an object isn't of its length.
     *
     * @param finding what is wrong
     */
    record Damaged(String finding) implements Standing {}

    /**
     * What was fetched of it wasn't what was stored, or failed its proof, and the listing shows the same copy still. It counts for
     * nothing. But it may have been the line: whoever has no other copy reads it again.
     *
     * @param finding what was found
     * @param besideData whether that is the files which a restore also needs: the data can be had
     */
    record Refuted(String finding, boolean besideData) implements Standing {}

    /**
     * No key that is trusted has signed the manifest. Anybody may have put it there.
     *
     * @param finding what is wrong
     * @param ours whether this installation made or proved the backup, or a ledger that is believed names it: then somebody has
     *     put this in its place
     * @param signed whether somebody has signed it
     */
    record Unbelieved(String finding, boolean ours, boolean signed) implements Standing {}

    /**
     * A manifest that differs from the one that this installation wrote or proved. Whoever insists on this very sink may
     * have it: it agrees with itself.
     *
     * @param finding what is wrong
     */
    record Altered(String finding) implements Standing {}

    /**
     * A manifest that can't be read.
     *
     * @param finding why
     * @param outcome REFUSED for one that a newer release may read, DENIED for one that others may, else DAMAGED
     */
    record Unreadable(String finding, Outcome outcome) implements Standing {

        /** Whether the backup may be good all the same. */
        public boolean maybeGood() {
            return outcome != Outcome.DAMAGED;
        }
    }

    /**
     * A time that hasn't come yet.
     *
     * @param finding by whose clock
     */
    record Future(String finding) implements Standing {}
}
