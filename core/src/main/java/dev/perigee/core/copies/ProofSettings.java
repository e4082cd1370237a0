package dev.perigee.core.copies;

import dev.perigee.core.schedule.Schedule;
import java.util.Optional;

/**
 * When and which copies of a job are fetched and proven again.
 *
 * @param schedule when; empty for never
 * @param newest how many of the newest that are good; from 1 up
 * @param sample how many others, those whose last proof is the oldest first; from 0 up
 * @param allSinks in each sink of the job; else in the first that can be read, local ones first
 */
public record ProofSettings(Optional<Schedule> schedule, int newest, int sample, boolean allSinks) {

    /** Never; else the newest and two others, in every sink. */
    public static final ProofSettings DEFAULT = new ProofSettings(Optional.empty(), 1, 2, true);
}
