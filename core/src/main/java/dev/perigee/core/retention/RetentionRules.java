package dev.perigee.core.retention;

import java.util.OptionalInt;

/**
 * Which backups a sink keeps, applied to each cluster on its own.
 *
 * @param keepLast how many of the newest, from 1 up; empty to keep all
 */
public record RetentionRules(OptionalInt keepLast) {

    /** Keeps everything. */
    public static final RetentionRules KEEP_ALL = new RetentionRules(OptionalInt.empty());

    /** Refuses to keep nothing. */
    public RetentionRules {
        if (keepLast.isPresent() && keepLast.getAsInt() < 1) {
            throw new IllegalArgumentException("keep-last is " + keepLast.getAsInt() + "; it takes 1 or more");
        }
    }

    /**
     * Keeps the newest.
     *
     * @param count how many, from 1 up
     * @return the rules
     */
    public static RetentionRules keepLast(int count) {
        return new RetentionRules(OptionalInt.of(count));
    }
}
