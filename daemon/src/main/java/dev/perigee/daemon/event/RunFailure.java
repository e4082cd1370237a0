package dev.perigee.daemon.event;

import java.util.Optional;

/**
 * Why a run came to nothing.
 *
 * @param sentence what happened, to what; of a defect only its type
 * @param cure what to do about it; empty if the sentence says it
 */
public record RunFailure(String sentence, Optional<String> cure) {

    /**
     * All of it in one line.
     *
     * @return the sentence, and behind it the cure
     */
    public String text() {
        return cure.map(what -> sentence + "; " + what).orElse(sentence);
    }
}
