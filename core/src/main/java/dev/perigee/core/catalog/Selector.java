package dev.perigee.core.catalog;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.Words;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which of the stored backups is meant. */
public sealed interface Selector {

    /** The newest. */
    record Latest() implements Selector {
        @Override
        public String toString() {
            return "latest";
        }
    }

    /**
     * The one that so many newer ones follow.
     *
     * @param count from 1 up: 1 is the last but one
     */
    record Back(int count) implements Selector {
        @Override
        public String toString() {
            return "latest~" + count;
        }
    }

    /**
     * The newest of those taken at a time or before.
     *
     * @param time inclusive
     */
    record At(Instant time) implements Selector {
        @Override
        public String toString() {
            return "at " + time;
        }
    }

    /**
     * The one whose id is this, or is the only one to start with this.
     *
     * @param text not empty
     */
    record Prefix(String text) implements Selector {
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Reads a selector from the command line.
     *
     * @param text {@code latest}, {@code latest~3}, an id, or its beginning
     * @return the selector
     */
    static Selector parse(String text) {
        if (text.matches("latest(~0{1,9})?")) {
            return new Latest();
        }
        return text.matches("latest~[0-9]{1,9}") ? new Back(Integer.parseInt(text.substring(7))) : new Prefix(text);
    }

    /**
     * Finds the backup that is meant. Pure.
     *
     * @param ids all there are, in any order
     * @return the one
     * @throws OperationException NOT_FOUND if none fits, BAD_INPUT if several do
     */
    default BackupId resolve(Collection<BackupId> ids) throws OperationException {
        TreeSet<BackupId> fitting = new TreeSet<>(ids);
        switch (this) {
            case Latest() -> {}
            case Back(int count) -> dropNewest(fitting, count);
            case At(Instant time) -> fitting.removeIf(id -> id.until().isAfter(time));
            case Prefix(String text) -> keepNamed(fitting, text);
        }
        if (fitting.isEmpty()) {
            throw new OperationException(Outcome.NOT_FOUND, nothing(ids));
        }
        if (this instanceof Prefix && fitting.size() > 1) {
            throw new OperationException(Outcome.BAD_INPUT, ambiguous(List.copyOf(fitting)));
        }
        return fitting.last();
    }

    private static void dropNewest(TreeSet<BackupId> fitting, int count) {
        for (int gone = 0; gone < count && !fitting.isEmpty(); gone++) {
            fitting.removeLast();
        }
    }

    /** A whole id is meant as it stands, though another's may go on after it, as that of the 30th does after the 3rd's. */
    private static void keepNamed(TreeSet<BackupId> fitting, String text) {
        boolean whole = fitting.stream().anyMatch(id -> id.toString().equals(text));
        fitting.removeIf(
                id -> whole ? !id.toString().equals(text) : !id.toString().startsWith(text));
    }

    private String nothing(Collection<BackupId> ids) {
        return ids.isEmpty() ? noneAtAll() : noneOf(new TreeSet<>(ids));
    }

    private String noneAtAll() {
        return this instanceof Prefix(String text)
                ? "no stored backup is called '" + text + "': there is none at all"
                : "there is no backup yet";
    }

    private String noneOf(SortedSet<BackupId> ids) {
        return switch (this) {
            case Latest() -> noneAtAll();
            case Back(int count) -> "there is no '" + this + "': " + Words.count(ids.size(), "backup") + " in all";
            case At(Instant time) ->
                "no backup is as old as " + time + "; the oldest is " + ids.first() + ", which '--at "
                        + ids.first().until() + "' means";
            case Prefix(String text) -> "no stored backup's id starts with '" + text + "'; the newest is " + ids.last();
        };
    }

    private String ambiguous(List<BackupId> fitting) {
        return "'" + this + "' is the beginning of " + fitting.size() + " ids, such as " + fitting.getFirst() + " and "
                + fitting.getLast() + "; give more of it";
    }
}
