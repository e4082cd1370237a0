package dev.perigee.core.history.plan;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.pack.Coverage;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.words.Words;
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
public record Nearby(List<Stretch> windows, long revision) {

    private static final int FEW = 2;

    public static Nearby of(Collection<Stretch> reachable, long revision) {
        return new Nearby(Coverage.over(reachable).stretches(), revision);
    }

    /** The last revision before it that can be restored. */
    public Optional<Long> before() {
        return below().reduce((_, later) -> later).map(Stretch::last);
    }

    /** The first revision after it that can be restored. */
    public Optional<Long> after() {
        return above().findFirst().map(Stretch::first);
    }

    /** Both of them, as far as there are any. */
    public List<Long> nearest() {
        return Stream.concat(before().stream(), after().stream()).toList();
    }

    private Stream<Stretch> below() {
        return windows.stream().filter(window -> window.last() < revision);
    }

    private Stream<Stretch> above() {
        return windows.stream().filter(window -> window.first() > revision);
    }

    /** The nearest windows, as a part of a sentence. */
    public String words() {
        List<Stretch> nearest = Stream.concat(below().skip(Math.max(0, below().count() - FEW)), above().limit(FEW))
                .toList();
        String rest = nearest.size() < windows.size() ? ", and others farther away" : "";
        return nearest.isEmpty()
                ? "no other revision of it can be restored"
                : "what can be restored is "
                        + nearest.stream().map(Nearby::words).collect(Collectors.joining(", ")) + rest;
    }

    private static String words(Stretch window) {
        return Words.revisions(window.first(), window.last());
    }

    /** What to ask for instead, by revision; empty if there is nothing. */
    public Optional<String> cure() {
        return cure(List.of());
    }

    /** The same, which names those of the backups that are of just these revisions. */
    public Optional<String> cure(List<BackupId> backups) {
        List<String> cures = Stream.concat(
                        before().map(last -> cure(last, "before", backups)).stream(),
                        after().map(first -> cure(first, "after", backups)).stream())
                .toList();
        boolean named = nearest().stream().allMatch(one -> backup(one, backups).isPresent());
        return cures.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join("; ", cures) + (named ? "" : "; 'perigee history list' shows when that was"));
    }

    private static String cure(long one, String where, List<BackupId> backups) {
        return "'--rev " + one + "' is the nearest " + where + " it"
                + backup(one, backups).map(id -> ", backup " + id).orElse("");
    }

    private static Optional<BackupId> backup(long one, List<BackupId> backups) {
        return backups.stream().filter(id -> id.revision() == one).findFirst();
    }
}
