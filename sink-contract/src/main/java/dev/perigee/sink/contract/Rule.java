package dev.perigee.sink.contract;

/**
 * One sentence that every sink keeps.
 *
 * @param id a letter for the verb it is about and a number: {@code P2}; never given to another rule
 * @param text the sentence, with its MUST; one line of Markdown
 * @param cost what trying it asks of the place
 * @param check how to try it
 */
public record Rule(String id, String text, Cost cost, Check check) {

    /**
     * Tries this rule at a place.
     *
     * @param place where to try it
     * @return what was found; a sink that throws what it must not throw has failed
     * @throws InterruptedException if the calling thread was interrupted
     */
    public Outcome run(Place place) throws InterruptedException {
        return check.run(place);
    }

    /** The number and the sentence. */
    @Override
    public String toString() {
        return id + " " + text;
    }
}
