package dev.perigee.core.outcome;

import dev.perigee.api.SinkException;
import dev.perigee.core.words.FailureWords;
import java.util.Optional;

/**
 * A sink that could not do what was asked of it.
 *
 * @param sink its name
 * @param outcome what it comes down to; not {@link Outcome#OK}
 * @param sentence what happened; names the sink
 * @param cure what to do about it; empty if the sentence says it
 */
public record SinkFailure(String sink, Outcome outcome, String sentence, Optional<String> cure) {

    /**
     * A failure whose sentence says it all.
     *
     * @param sink its name
     * @param outcome what it comes down to
     * @param finding what happened, without the sink's name
     */
    public static SinkFailure of(String sink, Outcome outcome, String finding) {
        return new SinkFailure(sink, outcome, "sink '" + sink + "': " + finding, Optional.empty());
    }

    /**
     * A sink's own failure, which names it.
     *
     * @param sink its name
     * @param error what it threw
     */
    public static SinkFailure of(String sink, SinkException error) {
        return new SinkFailure(sink, Outcome.of(error.kind()), words(error), error.hint());
    }

    /**
     * What failed where a sink was concerned.
     *
     * @param sink its name
     * @param error what was thrown
     */
    public static SinkFailure of(String sink, OperationException error) {
        return new SinkFailure(sink, error.outcome(), "sink '" + sink + "': " + words(error), error.hint());
    }

    /**
     * A defect of ours or of a plugin's. The message is left out: it may hold a secret.
     *
     * @param sink its name
     * @param thrown what was thrown
     */
    public static SinkFailure ofDefect(String sink, Throwable thrown) {
        String where = thrown.getStackTrace().length == 0 ? "" : " at " + thrown.getStackTrace()[0];
        return new SinkFailure(
                sink,
                Outcome.FAILED,
                "sink '" + sink + "': a defect: " + thrown.getClass().getName() + where,
                Optional.of("--debug shows more"));
    }

    /**
     * Whether the sink said nothing of what it holds, so that it may hold what the others lack.
     *
     * @return false for what was noticed of one that answered
     */
    public boolean isSilence() {
        return outcome != Outcome.PARTIAL && outcome != Outcome.DAMAGED;
    }

    /**
     * All of it in one line.
     *
     * @return the sentence, and behind it the cure
     */
    public String text() {
        return cure.map(what -> sentence + "; " + what).orElse(sentence);
    }

    private static String words(Exception error) {
        return FailureWords.of(error);
    }
}
