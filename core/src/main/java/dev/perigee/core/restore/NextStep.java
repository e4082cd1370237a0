package dev.perigee.core.restore;

import java.util.List;

/**
 * One thing to do after a restore.
 *
 * @param text what, and why: a sentence
 * @param commands shell commands that do it; empty if there is none to give
 */
public record NextStep(String text, List<String> commands) {

    /** Copies the list. */
    public NextStep {
        commands = List.copyOf(commands);
    }

    static NextStep of(String text, String... commands) {
        return new NextStep(text, List.of(commands));
    }
}
