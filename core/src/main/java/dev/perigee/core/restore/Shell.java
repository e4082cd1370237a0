package dev.perigee.core.restore;

/** Writes words that a person will paste into a shell. */
final class Shell {

    private Shell() {}

    static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./:=,@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
