package dev.perigee.core.companions;

import dev.perigee.core.words.Printable;

/**
 * Something that was asked for, and that a backup doesn't have.
 *
 * @param name the path or the pattern
 * @param why what kept it out, and what to do about it
 */
public record LeftOut(String name, String why) {

    /**
     * As it is told and stored.
     *
     * @return one line, without controls
     */
    public String line() {
        return Printable.line(name + " " + why);
    }
}
