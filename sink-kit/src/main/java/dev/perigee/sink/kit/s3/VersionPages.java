package dev.perigee.sink.kit.s3;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers the versions of one object from a store's listing, which goes by prefix and may be foul. */
public final class VersionPages {

    /** More than anybody keeps of one object: then the listing is at fault. */
    private static final int MOST_PAGES = 100;

    private VersionPages() {}

    /**
     * Where the listing goes on.
     *
     * @param key the name it has come to
     * @param version and the version of that
     */
    public record Marker(String key, String version) {}

    /**
     * One answer.
     *
     * @param versions those of the name that was asked for, delete markers among them
     * @param next where it goes on; empty at its end
     */
    public record Page(List<ObjectVersion> versions, Optional<Marker> next) {}

    /** Where pages come from. */
    @FunctionalInterface
    public interface Source {

        /**
         * Asks for the next page.
         *
         * @param from where the one before has ended; empty to begin
         * @return the page
         * @throws Exception if there is none to be had
         */
        Page next(Optional<Marker> from) throws Exception;
    }

    /**
     * All versions of an object.
     *
     * @param name its whole name: other names that begin alike end the listing
     * @param source asks the store
     * @return ids, the newest first
     * @throws Exception OTHER if the listing does not move on; else whatever the source throws
     */
    public static List<String> newestFirst(String name, Source source) throws Exception {
        List<String> found = new ArrayList<>();
        Optional<Marker> from = Optional.empty();
        for (int asked = 0; asked < MOST_PAGES; asked++) {
            Page page = source.next(from);
            page.versions().stream()
                    .sorted(ObjectVersion.NEWEST_FIRST)
                    .map(ObjectVersion::id)
                    .forEach(found::add);
            if (page.next().filter(next -> next.key().equals(name)).isEmpty()) {
                return found;
            }
            if (page.next().equals(from)) {
                throw endless("says that it goes on where it began");
            }
            from = page.next();
        }
        throw endless("has more than " + MOST_PAGES + " pages for one object");
    }

    private static SinkException endless(String what) {
        return new SinkException(Kind.OTHER, "delete of all versions: the store's listing of versions " + what);
    }
}
