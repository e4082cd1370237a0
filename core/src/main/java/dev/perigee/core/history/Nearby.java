package dev.perigee.core.history;

import dev.perigee.core.history.Coverage.Stretch;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What can be restored near a revision that can't. Pure.
 *
 * @param windows revisions each of which can be restored; ascending, apart from one another
 * @param revision lies in none of them
 */
record Nearby(List<Stretch> windows, long revision) {

    private static final int FEW = 2;

    static Nearby of(Collection<Stretch> reachable, long revision) {
        return new Nearby(Coverage.over(reachable).stretches(), revision);
    }

    /** The last revision before it that can be restored. */
    Optional<Long> before() {
        return below().reduce((_, later) -> later).map(Stretch::last);
    }

    /** The first revision after it that can be restored. */
    Optional<Long> after() {
        return above().findFirst().map(Stretch::first);
    }

    private Stream<Stretch> below() {
        return windows.stream().filter(window -> window.last() < revision);
    }

    private Stream<Stretch> above() {
        return windows.stream().filter(window -> window.first() > revision);
    }

    /** The nearest windows, as a part of a sentence. */
    String words() {
        List<Stretch> nearest = Stream.concat(below().skip(Math.max(0, below().count() - FEW)), above().limit(FEW))
                .toList();
        String rest = nearest.size() < windows.size() ? ", and others farther away" : "";
        return nearest.isEmpty()
                ? "no other revision can be restored"
                : "what can be restored is "
                        + nearest.stream().map(Nearby::words).collect(Collectors.joining(", ")) + rest;
    }

    private static String words(Stretch window) {
        return window.first() == window.last()
                ? "revision " + window.first()
                : "revisions " + window.first() + " to " + window.last();
    }

    /** What to ask for instead, by revision; empty if there is nothing. */
    Optional<String> cure() {
        List<String> cures = Stream.concat(
                        before().map(last -> "'--rev " + last + "' is the nearest before it").stream(),
                        after().map(first -> "'--rev " + first + "' is the nearest after it").stream())
                .toList();
        return cures.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", cures) + "; 'perigee history list' shows when that was");
    }
}
