package dev.perigee.core.copies;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.words.FailureWords;
import java.util.Optional;

/** A backup is listed, but none of its copies can be taken. */
public final class NoGoodCopy extends OperationException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Older> older;

    NoGoodCopy(OperationException failure, Optional<Older> older, Candidates.Needed needed) {
        super(failure.outcome(), FailureWords.of(failure), hint(failure, older, needed), Optional.of(failure));
        this.older = older;
    }

    /**
     * The newest older backup that is whole, and has companions if those were asked for.
     *
     * @param id its id
     * @param sink the name of a sink that holds it
     */
    public record Older(BackupId id, String sink) {}

    /**
     * What could be taken instead.
     *
     * @return empty if there is none
     */
    public Optional<Older> older() {
        return older;
    }

    private static Optional<String> hint(OperationException failure, Optional<Older> older, Candidates.Needed needed) {
        return switch (needed) {
            case DATA -> failure.hint().or(() -> older.map(NoGoodCopy::hint));
            case COMPANIONS ->
                Optional.of(failure.hint().map(cure -> cure + "; ").orElse("")
                        + "the data can be restored without --companions"
                        + older.map(NoGoodCopy::withCompanions).orElse(""));
        };
    }

    private static String withCompanions(Older older) {
        return "; the newest older backup that has companions is " + older.id() + ", in sink '" + older.sink() + "'";
    }

    private static String hint(Older older) {
        return "the newest older backup that is whole is " + older.id() + ", in sink '" + older.sink()
                + "': 'perigee snapshot restore " + older.id()
                + "' restores it, and fetch, show and export take that id, too";
    }
}
