package dev.perigee.core.history.pack;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.SinkException;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Listings;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes the packs out of a listing, in as little memory as it can. Where a store lets nothing be removed, the parts of joined packs stay:
 * a store that is always written makes 17 280 packs a day at {@code flush = 5s}. Used by one thread.
 */
final class ListedPacks implements Listings.Reader {

    /** So many are taken of any sink, however little memory there is. */
    private static final int LEAST = 100_000;

    /** A pack of each of a few sinks, and what is planned with it. */
    private static final long BYTES_EACH = 512;

    private final String cluster;
    private final int most;
    private final SortedMap<PackPlace, ShownPack> packs = new TreeMap<>();
    private Optional<PackPlace> last = Optional.empty();

    ListedPacks(String cluster, int most) {
        this.cluster = cluster;
        this.most = most;
    }

    /** How many packs of a sink there is room for. */
    static int most(long memory) {
        return Math.toIntExact(Math.clamp(memory / BYTES_EACH, LEAST, Integer.MAX_VALUE));
    }

    SortedMap<PackPlace, ShownPack> packs() {
        return packs;
    }

    @Override
    public void take(ObjectInfo object) throws SinkException {
        Optional<PackPlace.Key> key = PackPlace.parse(cluster, object.key());
        if (key.isPresent()) {
            PackPlace place = known(key.get().place());
            packs.merge(
                    place,
                    ShownPack.NOTHING.with(key.get().part(), object),
                    (shown, _) -> shown.with(key.get().part(), object));
            requireRoom();
        }
    }

    /** The objects of a pack, and the packs of a history, come one after the other: what is the same of them is kept once. */
    private PackPlace known(PackPlace place) {
        BackupId timeline =
                last.map(PackPlace::timeline).filter(place.timeline()::equals).orElse(place.timeline());
        PackPlace known = last.filter(place::equals).orElseGet(() -> new PackPlace(timeline, place.pack()));
        last = Optional.of(known);
        return known;
    }

    private void requireRoom() throws SinkException {
        if (packs.size() > most) {
            throw new SinkException(
                    SinkException.Kind.OTHER,
                    Optional.empty(),
                    "more than " + most + " packs of the history are listed under '" + PackPlace.prefix(cluster)
                            + "', which is more than this process has memory for",
                    Optional.of(
                            "give it more, such as PERIGEE_JAVA_OPTS=-Xmx1g; where object lock or a hold keeps the parts of"
                                    + " joined packs, a longer 'flush' makes fewer of them"),
                    Optional.empty());
        }
    }
}
