package dev.perigee.testkit;

import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Sinks that get a listing or a delete wrong. */
final class BrokenLists {

    private static final int EVERYTHING = 100_000;

    private BrokenLists() {}

    static List<Broken> all() {
        return List.of(
                Broken.list("lists folder by folder", "L1", BrokenLists::folderByFolder),
                Broken.list("lists the last of a page twice", "L2", BrokenLists::lastOfAPageTwice),
                Broken.list("gives one more than the limit", "L3", BrokenLists::oneTooMany),
                Broken.list("takes the prefix for a folder", "L4", BrokenLists::prefixIsAFolder),
                Broken.list("wants an object called 'after'", "L5", BrokenLists::afterMustExist),
                new Broken("dates every object now", "L6", BrokenLists::datedNow),
                Broken.list("ends after the first page of a thousand", "L7", BrokenLists::onlyOnePage),
                Broken.list("hides empty objects", "P8", BrokenLists::hidesEmptyObjects),
                Broken.delete("wants an object to delete", "D1", BrokenLists::mustExist),
                Broken.delete("deletes by prefix", "D2", BrokenLists::deletesByPrefix));
    }

    private static ListPage folderByFolder(StorageSink sink, String prefix, String after, int limit)
            throws SinkException {
        Comparator<String> order = Comparator.comparing(key -> key.replace('/', ' '));
        List<ObjectInfo> found = sink.list(prefix, "", EVERYTHING).objects().stream()
                .filter(info -> order.compare(info.key().value(), after) > 0)
                .sorted(Comparator.comparing(info -> info.key().value(), order))
                .toList();
        return new ListPage(found.subList(0, Math.min(limit, found.size())), found.size() > limit);
    }

    private static ListPage lastOfAPageTwice(StorageSink sink, String prefix, String after, int limit)
            throws SinkException {
        ListPage page = sink.list(prefix, after, limit);
        if (limit != 50 || !page.more()) {
            return page;
        }
        List<ObjectInfo> objects = new ArrayList<>(page.objects());
        objects.add(objects.get(objects.size() - 1));
        objects.remove(0);
        return new ListPage(objects, true);
    }

    private static ListPage oneTooMany(StorageSink sink, String prefix, String after, int limit) throws SinkException {
        return sink.list(prefix, after, limit + 1);
    }

    private static ListPage prefixIsAFolder(StorageSink sink, String prefix, String after, int limit)
            throws SinkException {
        ListPage page = sink.list(prefix, after, EVERYTHING);
        String folder = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        List<ObjectInfo> found = page.objects().stream()
                .filter(info -> (info.key() + "/").startsWith(folder))
                .toList();
        return new ListPage(found.subList(0, Math.min(limit, found.size())), found.size() > limit);
    }

    private static ListPage afterMustExist(StorageSink sink, String prefix, String after, int limit)
            throws SinkException {
        boolean exists = !after.isEmpty()
                && sink.list(after, "", 1).objects().stream()
                        .anyMatch(info -> info.key().value().equals(after));
        return sink.list(prefix, exists ? after : "", limit);
    }

    private static StorageSink datedNow(StorageSink sink) {
        AtomicLong ticks = new AtomicLong();
        return new Broken.Passing(sink) {
            @Override
            public ListPage list(String prefix, String after, int limit) throws SinkException {
                ListPage page = sink.list(prefix, after, limit);
                Instant now = Instant.now().plusMillis(ticks.incrementAndGet());
                return new ListPage(
                        page.objects().stream()
                                .map(info -> new ObjectInfo(info.key(), info.length(), now))
                                .toList(),
                        page.more());
            }
        };
    }

    private static ListPage onlyOnePage(StorageSink sink, String prefix, String after, int limit) throws SinkException {
        ListPage page = sink.list(prefix, after, limit);
        return page.objects().size() < 1000 ? page : new ListPage(page.objects(), false);
    }

    private static ListPage hidesEmptyObjects(StorageSink sink, String prefix, String after, int limit)
            throws SinkException {
        ListPage page = sink.list(prefix, after, EVERYTHING);
        List<ObjectInfo> found =
                page.objects().stream().filter(info -> info.length() > 0).toList();
        return new ListPage(found.subList(0, Math.min(limit, found.size())), found.size() > limit);
    }

    private static void mustExist(Broken.Passing sink, ObjectKey key) throws SinkException {
        if (!sink.has(key)) {
            throw new SinkException(Kind.NOT_FOUND, key, "there is no such object");
        }
        sink.sink.delete(key);
    }

    private static void deletesByPrefix(Broken.Passing sink, ObjectKey key) throws SinkException {
        for (ObjectInfo info : sink.sink.list(key.value(), "", EVERYTHING).objects()) {
            sink.sink.delete(info.key());
        }
    }
}
