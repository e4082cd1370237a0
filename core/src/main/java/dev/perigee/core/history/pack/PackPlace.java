package dev.perigee.core.history.pack;

import dev.perigee.api.ObjectKey;
import dev.perigee.core.catalog.BackupId;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where a pack lies in a cluster's folder: {@code history/<timeline>/<pack>.rows}, and {@code .json} and {@code .json.sig} beside it.
 *
 * @param timeline the id of the backup that the timeline began with
 * @param pack its name
 */
public record PackPlace(BackupId timeline, PackId pack) implements Comparable<PackPlace> {

    private static final Comparator<PackPlace> ORDER =
            Comparator.comparing(PackPlace::timeline).thenComparing(PackPlace::pack);

    /** What lies there. */
    public enum Part {
        /** The rows. */
        ROWS(".rows"),
        /** The record that makes them a pack. */
        RECORD(".json"),
        /** The record's signature. */
        SIGNATURE(".json.sig");

        private final String suffix;

        Part(String suffix) {
            this.suffix = suffix;
        }
    }

    /**
     * An object of a pack.
     *
     * @param place the pack
     * @param part which of its objects
     */
    public record Key(PackPlace place, Part part) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int order = place.compareTo(other.place);
            return order != 0 ? order : part.compareTo(other.part);
        }
    }

    /**
     * What the keys of all packs of a cluster start with.
     *
     * @param cluster the cluster's name
     * @return a string prefix
     */
    public static String prefix(String cluster) {
        return cluster + "/history/";
    }

    /**
     * Where one of the pack's objects is.
     *
     * @param cluster the cluster's name
     * @param part which
     * @return its key
     */
    public ObjectKey key(String cluster, Part part) {
        return ObjectKey.of(prefix(cluster) + timeline + "/" + pack + part.suffix);
    }

    /**
     * Reads a key, strictly.
     *
     * @param cluster the cluster's name
     * @param key any key
     * @return empty if it isn't exactly one that {@link #key} gives
     */
    public static Optional<Key> parse(String cluster, ObjectKey key) {
        String prefix = prefix(cluster);
        int slash = key.value().lastIndexOf('/');
        if (!key.value().startsWith(prefix) || slash < prefix.length()) {
            return Optional.empty();
        }
        Optional<BackupId> timeline = BackupId.parse(key.value().substring(prefix.length(), slash));
        String name = key.value().substring(slash + 1);
        int dot = name.indexOf('.');
        if (timeline.isEmpty() || dot < 0) {
            return Optional.empty();
        }
        return PackId.parse(name.substring(0, dot))
                .flatMap(pack ->
                        part(name.substring(dot)).map(part -> new Key(new PackPlace(timeline.get(), pack), part)));
    }

    private static Optional<Part> part(String suffix) {
        for (Part part : Part.values()) {
            if (part.suffix.equals(suffix)) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    @Override
    public int compareTo(PackPlace other) {
        return ORDER.compare(this, other);
    }
}
