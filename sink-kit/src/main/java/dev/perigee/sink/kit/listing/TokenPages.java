package dev.perigee.sink.kit.listing;

import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.listing.AscendingPages.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pages of a store that goes on from a token of its own only, and from no name. The last tokens are kept; from a name without
 * one the store is asked from the beginning. Safe for many threads.
 */
public final class TokenPages {

    /** Listings at a time that go on without asking again for what they have seen. */
    private static final int TOKENS = 64;

    /** As many pages without a name that is wanted are no listing. */
    private static final int MOST_PAGES = 1000;

    private final Source source;
    private final Map<Place, String> tokens = new LinkedHashMap<>(TOKENS, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, String> eldest) {
            return size() > TOKENS;
        }
    };

    /**
     * Pages that come from there.
     *
     * @param source asks the store
     */
    public TokenPages(Source source) {
        this.source = source;
    }

    /**
     * One answer.
     *
     * @param entries in the store's order
     * @param token to go on with; empty at the end
     */
    public record Answer(List<Entry> entries, Optional<String> token) {}

    /** Where answers come from. */
    @FunctionalInterface
    public interface Source {

        /**
         * Asks for a page.
         *
         * @param prefix with which the names begin, path and all
         * @param token where the page before has ended; empty to begin
         * @param limit the most names to give
         * @return the page
         * @throws Exception if there is none to be had
         */
        Answer ask(String prefix, Optional<String> token, int limit) throws Exception;
    }

    /** Where a page has ended. */
    private record Place(String prefix, String last) {}

    /**
     * The next page.
     *
     * @param prefix with which the names begin, path and all
     * @param after a name that comes before all that are wanted; empty to begin
     * @param limit the most names to give
     * @return what the store says
     * @throws Exception OTHER if the store gives pages without end and without a name that is wanted; else whatever the
     *     source throws
     */
    public AscendingPages.Page page(String prefix, String after, int limit) throws Exception {
        Optional<String> token = token(new Place(prefix, after));
        for (int asked = 0; asked < MOST_PAGES; asked++) {
            Answer answer = source.ask(prefix, token, limit);
            token = answer.token().filter(text -> !text.isEmpty());
            List<Entry> wanted = answer.entries().stream()
                    .filter(entry -> entry.name().compareTo(after) > 0)
                    .toList();
            if (!wanted.isEmpty() || token.isEmpty()) {
                token.ifPresent(next ->
                        keep(new Place(prefix, wanted.get(wanted.size() - 1).name()), next));
                return new AscendingPages.Page(wanted, token.isPresent());
            }
        }
        throw new SinkException(
                SinkException.Kind.OTHER,
                "list: the store gives " + MOST_PAGES + " pages without a name that comes after '" + after + "'");
    }

    private synchronized Optional<String> token(Place place) {
        return Optional.ofNullable(tokens.get(place));
    }

    private synchronized void keep(Place place, String token) {
        tokens.put(place, token);
    }
}
