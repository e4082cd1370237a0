package dev.perigee.core.history.standing;

import java.util.Optional;

/**
 * How it stands with the history of a job, as far as this machine knows.
 *
 * @param health in a word
 * @param standing what the recording last said; empty if nothing is recorded here
 * @param sentence what is wrong; empty if nothing is
 * @param cure what to do about it; empty if nothing is wrong, or the sentence says it
 */
public record HistoryStatus(
        HistoryHealth health, Optional<HistoryStanding> standing, String sentence, Optional<String> cure) {}
