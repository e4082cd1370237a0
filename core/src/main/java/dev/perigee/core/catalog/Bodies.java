package dev.perigee.core.catalog;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The bodies that a listing shows.
 *
 * @param files those that hold the file that etcd sent
 * @param rows those that hold rows
 */
record Bodies(SortedMap<BackupId, ObjectInfo> files, SortedMap<BackupId, ObjectInfo> rows) {

    static Bodies none() {
        return new Bodies(new TreeMap<>(), new TreeMap<>());
    }

    /** What a key of a body tells. */
    record Name(BackupId id, boolean rows) implements Comparable<Name> {

        static Optional<Name> of(String cluster, ObjectKey key) {
            boolean rows = key.value().endsWith(Layout.Standard.ROWS_SUFFIX);
            Optional<BackupId> id = rows ? Layout.STANDARD.ofRows(cluster, key) : Layout.STANDARD.ofBody(cluster, key);
            return id.map(of -> new Name(of, rows));
        }

        @Override
        public int compareTo(Name other) {
            int order = id.compareTo(other.id);
            return order != 0 ? order : Boolean.compare(rows, other.rows);
        }
    }

    static Bodies of(Map<Name, ObjectInfo> listed) {
        Bodies bodies = none();
        listed.forEach((name, body) -> (name.rows() ? bodies.rows : bodies.files).put(name.id(), body));
        return bodies;
    }

    /** Whose bodies there are. */
    Set<BackupId> ids() {
        Set<BackupId> ids = new HashSet<>(files.keySet());
        ids.addAll(rows.keySet());
        return ids;
    }

    Stream<ObjectInfo> stream() {
        return Stream.concat(files.values().stream(), rows.values().stream());
    }

    /** Those of some backups, and all rows: whose backup is there may need rows of one that is gone. */
    Bodies only(Set<BackupId> some) {
        Bodies bodies = new Bodies(new TreeMap<>(files), rows);
        bodies.files.keySet().retainAll(some);
        return bodies;
    }

    /** Between two listings others may have stored whole backups, of which only the manifests were seen. */
    void add(Bodies later) {
        later.files.forEach(files::putIfAbsent);
        later.rows.forEach(rows::putIfAbsent);
    }

    /** The body of a backup: what its manifest names, where that was read. */
    Optional<ObjectInfo> of(BackupId id, Optional<Manifest> manifest) {
        Optional<ObjectInfo> file = Optional.ofNullable(files.get(id));
        Optional<ObjectInfo> row = Optional.ofNullable(rows.get(id));
        if (manifest.isEmpty()) {
            return file.or(() -> row);
        }
        return manifest.get().isPacked() ? row : file;
    }

    /** The rows at a key. */
    Optional<ObjectInfo> rows(String cluster, ObjectKey key) {
        return Layout.STANDARD.ofRows(cluster, key).map(rows::get);
    }
}
