package dev.perigee.core.history.archive;

import dev.perigee.api.Sha256;
import dev.perigee.core.history.archive.Contradiction.Held;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRows;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.etcd.format.mvcc.RowBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Holds packs that overlap against one another: where several hold the same revisions, their rows must be the same. They are shown in any
 * order, each is read once, and none is kept. Safe for many threads.
 */
public final class SameRows {

    /** The revisions that the same packs hold, several of them; by the first one. */
    private final NavigableMap<Long, Stretch> shared;

    private final Function<PackPlace, Held> holders;
    private final Map<Stretch, Shown> shown = new HashMap<>();
    private final NavigableMap<Long, Contradiction> contradictions = new TreeMap<>();

    /** Whose rows of a stretch were seen first, and their digest. */
    private record Shown(PackPlace place, Sha256 digest) {}

    public SameRows(Stretch within, Collection<PackPlace> places, Function<PackPlace, Held> holders) {
        this.shared = shared(within, places);
        this.holders = holders;
    }

    private static NavigableMap<Long, Stretch> shared(Stretch within, Collection<PackPlace> places) {
        NavigableMap<Long, Integer> changes = new TreeMap<>();
        places.stream().distinct().map(PackPlace::pack).forEach(pack -> {
            long first = Math.max(pack.first(), within.first());
            long last = Math.min(pack.last(), within.last());
            if (first <= last) {
                changes.merge(first, 1, Integer::sum);
                changes.merge(last + 1, -1, Integer::sum);
            }
        });
        NavigableMap<Long, Stretch> shared = new TreeMap<>();
        int holders = 0;
        long since = 0;
        for (Map.Entry<Long, Integer> change : changes.entrySet()) {
            if (holders > 1) {
                shared.put(since, new Stretch(since, change.getKey() - 1));
            }
            holders += change.getValue();
            since = change.getKey();
        }
        return shared;
    }

    /** Whether it matters what a pack holds. */
    boolean isShared(PackPlace place) {
        Map.Entry<Long, Stretch> last = shared.floorEntry(place.pack().last());
        return last != null && last.getValue().last() >= place.pack().first();
    }

    /** Reads a pack whose rows were looked at before. */
    public void show(Archive.Fetched pack) throws OperationException {
        PackPlace place = pack.record().place();
        if (!isShared(place)) {
            return;
        }
        Digests digests = new Digests();
        try {
            PackRows.readAgain(pack.file(), place.pack(), pack.record().rows(), digests::add);
        } catch (IOException e) {
            throw OperationException.ofDisk("can't read " + pack.file(), e);
        }
        digests.end();
        digests.taken.forEach((stretch, digest) -> compare(stretch, new Shown(place, digest)));
    }

    private synchronized void compare(Stretch stretch, Shown own) {
        Shown first = shown.putIfAbsent(stretch, own);
        if (first != null && !first.digest().equals(own.digest())) {
            contradictions.putIfAbsent(
                    stretch.first(),
                    new Contradiction.OfRows(holders.apply(first.place()), holders.apply(own.place()), stretch));
        }
    }

    /** Where two packs hold different rows, ascending. */
    public synchronized List<Contradiction> contradictions() {
        return List.copyOf(contradictions.values());
    }

    /** Takes the digest of each shared stretch as the rows of one pack come. */
    private final class Digests {

        private final Map<Stretch, Sha256> taken = new HashMap<>();
        private final MessageDigest digest = Sha256.digester();
        private @Nullable Stretch open;

        void add(RowBytes row) {
            long main = row.revision().main();
            if (open == null || !open.holds(main)) {
                end();
                Map.Entry<Long, Stretch> next = shared.floorEntry(main);
                open = next != null && next.getValue().holds(main) ? next.getValue() : null;
            }
            if (open != null) {
                add(row.key());
                add(row.value());
            }
        }

        private void add(byte[] bytes) {
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        }

        void end() {
            if (open != null) {
                taken.put(open, Sha256.of(digest.digest()));
                open = null;
            }
        }
    }
}
