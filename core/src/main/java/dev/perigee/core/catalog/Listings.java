package dev.perigee.core.catalog;

import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads listings, page by page. Behind its prefix each name of ours begins with the digit of a year: where those end, so does the
 * reading, for what comes behind them is somebody else's, and may be endless.
 */
public final class Listings {

    /** A sink gives what its store gives at once; a folder of the local sink is read anew for each page. */
    private static final int PAGE = 100_000;

    /** More backups than anybody keeps, and no more than fit into a small heap. */
    private static final int MOST = 100_000;

    /** Ten million objects, whatever their names, of a store that gives a thousand at once. */
    private static final int MOST_PAGES = 10_000;

    /** What a name begins with that comes behind all digits. */
    private static final char AFTER_DIGITS = '9' + 1;

    private Listings() {}

    /**
     * What the parser knows, by id, ascending; other keys are passed over.
     *
     * @param sink the sink
     * @param prefix what the keys start with
     * @param parser gives the id that a key stands for, which has a digit behind the prefix
     * @param <K> the ids
     * @return what the listing shows
     * @throws SinkException if the listing failed, or makes no sense
     */
    public static <K extends Comparable<K>> SortedMap<K, ObjectInfo> list(
            StorageSink sink, String prefix, Function<ObjectKey, Optional<K>> parser) throws SinkException {
        SortedMap<K, ObjectInfo> found = new TreeMap<>();
        read(sink, prefix, object -> {
            parser.apply(object.key()).ifPresent(id -> found.put(id, object));
            require(found.size() <= MOST, prefix, "does not end: " + found.size() + " so far");
        });
        return found;
    }

    /** Hears of each object that a listing shows. */
    @FunctionalInterface
    public interface Reader {

        /**
         * One more.
         *
         * @param object what the listing shows
         * @throws SinkException if these are too many
         */
        void take(ObjectInfo object) throws SinkException;
    }

    /**
     * Reads a listing whose names nobody keeps but the reader.
     *
     * @param sink the sink
     * @param prefix what the keys start with; those of ours have a digit behind it
     * @param reader hears of all that comes before the end of ours, in order
     * @throws SinkException if the listing failed, or makes no sense; what the reader throws
     */
    public static void read(StorageSink sink, String prefix, Reader reader) throws SinkException {
        String end = prefix + AFTER_DIGITS;
        String after = "";
        ListPage page;
        int pages = 0;
        do {
            page = sink.list(prefix, after, PAGE);
            for (ObjectInfo object : page.objects()) {
                require(object.key().value().compareTo(after) > 0, prefix, "does not sort");
                reader.take(object);
                after = object.key().value();
            }
            pages++;
            require(!page.more() || !page.objects().isEmpty(), prefix, "says that there is more, and gives none");
            require(pages <= MOST_PAGES, prefix, "does not end: " + pages + " pages so far");
        } while (page.more() && after.compareTo(end) < 0);
    }

    private static void require(boolean sensible, String prefix, String otherwise) throws SinkException {
        if (!sensible) {
            throw new SinkException(
                    SinkException.Kind.OTHER,
                    Optional.empty(),
                    "the listing under '" + prefix + "' " + otherwise,
                    Optional.of("look at the place itself, with the store's own tools"),
                    Optional.empty());
        }
    }

    /** The store's clock has come at least as far as its newest object. */
    static Instant newest(Stream<ObjectInfo> objects) {
        return objects.map(ObjectInfo::lastModified)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }
}
