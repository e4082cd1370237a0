package dev.perigee.core.engine;

import dev.perigee.core.catalog.Selector;
import dev.perigee.core.companions.CompanionsPlan;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The files that a restore also needs, on their way back.
 *
 * @param directory below which they go; empty to leave them where they are
 */
record RestoredCompanions(Optional<Path> directory) {

    private static final int MOST_NAMED = 5;

    void requireStored(Source source) throws OperationException {
        if (directory.isPresent() && source instanceof Source.File) {
            throw new OperationException(
                    Outcome.BAD_REQUEST,
                    "a snapshot file has no companions; name a stored backup, or leave --companions out");
        }
    }

    /** Brings them, and looks at what is there. The tar goes with the snapshot that was brought. */
    Optional<CompanionsPlan> plan(Run run, Scope scope, LocalSnapshot local) throws OperationException {
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        Path tar = local.path().resolveSibling("companions.tar");
        new Fetch(run.environment(scope))
                .companions(run.sought(scope), new Selector.Prefix(local.backup()), tar)
                .warnings()
                .forEach(warning -> run.progress().on(new ProgressEvent.Warning(warning.text())));
        try {
            return Optional.of(CompanionsPlan.of(tar, directory.get()));
        } catch (IOException e) {
            throw new OperationException(
                    Outcome.INPUT_OUTPUT,
                    "the companions can't be laid out below " + directory.get() + ": " + FailureWords.of(e),
                    Optional.of(
                            "nothing was written; 'perigee snapshot fetch " + local.backup()
                                    + " FILE --companions' brings them as a tar, and the data can be restored without --companions"),
                    Optional.of(e));
        }
    }

    static List<String> lines(Optional<CompanionsPlan> plan) {
        return plan.map(CompanionsPlan::lines).orElse(List.of());
    }

    static void requireFree(Optional<CompanionsPlan> plan) throws OperationException {
        List<Path> conflicts = plan.map(CompanionsPlan::conflicts).orElse(List.of());
        if (!conflicts.isEmpty()) {
            throw new OperationException(
                    Outcome.REFUSED,
                    "something else is where companions would go: "
                            + conflicts.stream()
                                    .limit(MOST_NAMED)
                                    .map(Path::toString)
                                    .collect(Collectors.joining(", "))
                            + (conflicts.size() > MOST_NAMED ? ", …" : ""),
                    Optional.of("nothing was written; name another directory, such as an empty one, and compare"),
                    Optional.empty());
        }
    }

    static List<String> write(Optional<CompanionsPlan> plan) throws OperationException {
        if (plan.isEmpty()) {
            return List.of();
        }
        Path directory = plan.get().directory();
        try {
            plan.get().execute();
            return List.of(done(plan.get()));
        } catch (IOException e) {
            throw OperationException.ofDisk("the data is restored, but not all companions below " + directory, e);
        }
    }

    private static String done(CompanionsPlan plan) {
        long written = plan.count(CompanionsPlan.Fate.WRITE);
        long same = plan.count(CompanionsPlan.Fate.SAME);
        String there = "; " + same + (same == 1 ? " was" : " were") + " there already, the same";
        return (written == 0 ? "no companion" : Words.count(written, "companion")) + " written below "
                + plan.directory() + (same == 0 ? "" : there);
    }
}
