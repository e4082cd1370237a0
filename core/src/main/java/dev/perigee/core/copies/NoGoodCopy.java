package dev.perigee.core.copies;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.outcome.OperationException;
import java.util.Optional;

/** A backup is listed, but none of its copies can be taken. */
public final class NoGoodCopy extends OperationException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Older> older;

    NoGoodCopy(OperationException failure, Optional<Older> older) {
        super(
                failure.outcome(),
                String.valueOf(failure.getMessage()),
                failure.hint().or(() -> older.map(NoGoodCopy::hint)),
                Optional.of(failure));
        this.older = older;
    }

    /**
     * The newest older backup that is whole.
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

    private static String hint(Older older) {
        return "the newest older backup that is whole is " + older.id() + ", in sink '" + older.sink()
                + "': 'perigee snapshot restore " + older.id()
                + "' restores it, and fetch, show and export take that id, too";
    }
}
