package dev.perigee.sink.kit.listing;

import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a store for pages until one holds a name of ours, passes over foreign names, and believes nothing: a name from
 * elsewhere, out of order or given twice, a page that is longer than asked for, one that says "more" and moves nowhere,
 * and foreign names without end are failures.
 *
 * @param keyPrefix what stands before each key in the store, with its slash; may be empty
 * @param prefix of the keys that are asked for
 */
public record AscendingPages(String keyPrefix, String prefix) {

    /** The most names of a page, whatever the caller asks for: no store gives more. */
    public static final int LARGEST_PAGE = 1000;

    /** A million names that aren't ours, one after the other, are no place for backups. */
    private static final int MOST_FOREIGN_PAGES = 1000;

    /**
     * What a store says of an object.
     *
     * @param name its whole name
     * @param length in bytes
     * @param modified when it was stored
     */
    public record Entry(String name, long length, Instant modified) {

        /**
         * As a client library gives it, which may lack anything. What must not be lacking isn't believed later.
         *
         * @param name its whole name
         * @param length in bytes
         * @param modified when it was stored; empty where nobody says
         * @return without nulls
         */
        public static Entry said(@Nullable String name, @Nullable Long length, Optional<Instant> modified) {
            return new Entry(name == null ? "" : name, length == null ? -1 : length, modified.orElse(Instant.EPOCH));
        }
    }

    /**
     * One answer.
     *
     * @param entries in the store's order
     * @param more whether there are further ones
     */
    public record Page(List<Entry> entries, boolean more) {}

    /** Where pages come from. */
    @FunctionalInterface
    public interface Source {

        /**
         * Asks for the next page.
         *
         * @param after a whole name that comes before all that are wanted; empty to begin
         * @param limit the most names to give
         * @return the page
         * @throws Exception if there is none to be had
         */
        Page after(String after, int limit) throws Exception;
    }

    /**
     * The next page of keys.
     *
     * @param after a key that comes before all that are wanted; empty to begin
     * @param limit the most keys to give, from 1 up
     * @param source asks the store
     * @return at least one key, or the end
     * @throws Exception OTHER if the store can't be believed; else whatever the source throws
     */
    public ListPage next(String after, int limit, Source source) throws Exception {
        int most = Math.min(limit, LARGEST_PAGE);
        String last = after.isEmpty() ? "" : keyPrefix + after;
        for (int asked = 0; asked < MOST_FOREIGN_PAGES; asked++) {
            Page page = source.after(last, most);
            require(page.entries().size() <= most, "gives more names than it was asked for");
            List<ObjectInfo> ours = new ArrayList<>();
            for (Entry entry : page.entries()) {
                requireNext(last, entry);
                last = entry.name();
                ours(entry).ifPresent(ours::add);
            }
            require(!page.more() || !page.entries().isEmpty(), "gives an empty page and says there is more");
            if (!ours.isEmpty() || !page.more()) {
                return new ListPage(ours, page.more());
            }
        }
        throw unbelievable("gives " + MOST_FOREIGN_PAGES + " pages of names that aren't ours, and says there is more");
    }

    private void requireNext(String last, Entry entry) throws SinkException {
        require(entry.name().startsWith(keyPrefix + prefix), "gives a name that doesn't begin as asked for");
        require(last.isEmpty() || compare(last, entry.name()) < 0, "does not sort");
        require(entry.length() >= 0, "gives a length below zero");
    }

    private Optional<ObjectInfo> ours(Entry entry) {
        String key = entry.name().substring(keyPrefix.length());
        return ObjectKey.isValid(key)
                ? Optional.of(new ObjectInfo(ObjectKey.of(key), entry.length(), entry.modified()))
                : Optional.empty();
    }

    /** As stores sort. */
    private static int compare(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static void require(boolean believable, String otherwise) throws SinkException {
        if (!believable) {
            throw unbelievable(otherwise);
        }
    }

    private static SinkException unbelievable(String what) {
        return new SinkException(
                Kind.OTHER,
                Optional.empty(),
                "list: the store " + what,
                Optional.of("its listing can't be relied on: check what answers at the endpoint"),
                Optional.empty());
    }
}
