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

/** Reads whole listings, page by page. */
final class Listings {

    private static final int PAGE = 1_000;

    private Listings() {}

    /** What the parser knows, by id, ascending; other keys are passed over. */
    static SortedMap<BackupId, ObjectInfo> list(
            StorageSink sink, String prefix, Function<ObjectKey, Optional<BackupId>> parser) throws SinkException {
        SortedMap<BackupId, ObjectInfo> found = new TreeMap<>();
        String after = "";
        ListPage page;
        do {
            page = sink.list(prefix, after, PAGE);
            for (ObjectInfo object : page.objects()) {
                parser.apply(object.key()).ifPresent(id -> found.put(id, object));
                after = object.key().value();
            }
        } while (page.more());
        return found;
    }

    /** The store's clock has come at least as far as its newest object. */
    static Instant newest(Stream<ObjectInfo> objects) {
        return objects.map(ObjectInfo::lastModified)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }
}
