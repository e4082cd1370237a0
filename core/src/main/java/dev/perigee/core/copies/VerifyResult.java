package dev.perigee.core.copies;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.outcome.SinkFailure;
import java.util.List;

/**
 * What a verification found.
 *
 * @param id the backup
 * @param copies one per sink that was asked, in the order asked
 * @param warnings sinks that could not be asked
 */
public record VerifyResult(BackupId id, List<Copy> copies, List<SinkFailure> warnings) implements Result {

    /** Copies the lists. */
    public VerifyResult {
        copies = List.copyOf(copies);
        warnings = List.copyOf(warnings);
    }

    @Override
    public List<SinkFailure> problems() {
        return warnings;
    }

    /**
     * What it comes down to: the first copy's that isn't good; else PARTIAL if a sink is missing, else OK.
     *
     * @return the outcome
     */
    @Override
    public Outcome outcome() {
        return copies.stream()
                .map(Copy::outcome)
                .filter(outcome -> outcome != Outcome.OK)
                .findFirst()
                .orElse(warnings.isEmpty() ? Outcome.OK : Outcome.PARTIAL);
    }

    /**
     * What was found in one sink.
     *
     * @param sink its name
     * @param outcome OK if the copy is good
     * @param checks what was checked and is good, such as {@code length}, {@code digest}, {@code structure}
     * @param finding what is wrong; empty if the copy is good
     */
    public record Copy(String sink, Outcome outcome, List<String> checks, String finding) {

        /** Copies the list. */
        public Copy {
            checks = List.copyOf(checks);
        }
    }
}
