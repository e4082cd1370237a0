package dev.perigee.core.catalog;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.StorageSink;
import dev.perigee.core.signing.Seals;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How backups are named and laid out in a sink. The sink itself never knows. */
public sealed interface Layout {

    /** {@code <cluster>/snapshots/<id>.db} and {@code <cluster>/manifests/<id>.json}. */
    Standard STANDARD = new Standard();

    /**
     * What a backup is called in this layout.
     *
     * @param taken the id that it got when it was taken
     * @return its id in sinks of this layout
     */
    BackupId idOf(BackupId taken);

    /**
     * The backups of one cluster in one sink.
     *
     * @param sink the sink, open; stays the caller's to close
     * @param cluster the cluster's name
     * @param memory what was read of this sink, and what was made or proven here
     * @param seals who signs, and who is believed
     * @return the catalog
     */
    Catalog catalog(StorageSink sink, String cluster, Memory memory, Seals seals);

    /** The layout with manifests. */
    record Standard() implements Layout {

        private static final String BODY_SUFFIX = ".db";
        /** What a key of rows ends with. */
        public static final String ROWS_SUFFIX = ".rows";

        private static final String MANIFEST_SUFFIX = ".json";
        private static final String SIGNATURE_SUFFIX = ".json.sig";
        private static final String COMPANIONS_SUFFIX = ".tar";

        @Override
        public BackupId idOf(BackupId taken) {
            return taken;
        }

        @Override
        public Catalog catalog(StorageSink sink, String cluster, Memory memory, Seals seals) {
            return new ManifestCatalog(sink, cluster, this, memory, seals);
        }

        /**
         * The key of the body.
         *
         * @param cluster the cluster's name
         * @param id the backup
         * @return its key
         */
        public ObjectKey body(String cluster, BackupId id) {
            return ObjectKey.of(bodies(cluster) + id + BODY_SUFFIX);
        }

        /**
         * The key of the body of a backup that is stored as rows.
         *
         * @param cluster the cluster's name
         * @param id the backup
         * @return its key
         */
        public ObjectKey rows(String cluster, BackupId id) {
            return ObjectKey.of(bodies(cluster) + id + ROWS_SUFFIX);
        }

        /**
         * The key of the manifest.
         *
         * @param cluster the cluster's name
         * @param id the backup
         * @return its key
         */
        public ObjectKey manifest(String cluster, BackupId id) {
            return ObjectKey.of(manifests(cluster) + id + MANIFEST_SUFFIX);
        }

        /**
         * The key of the manifest's signature, where there is one.
         *
         * @param cluster the cluster's name
         * @param id the backup
         * @return its key
         */
        public ObjectKey signature(String cluster, BackupId id) {
            return ObjectKey.of(manifests(cluster) + id + SIGNATURE_SUFFIX);
        }

        /**
         * Whose signature a key is.
         *
         * @param cluster the cluster's name
         * @param key any key
         * @return empty if it is no signature's key of exactly our shape
         */
        public Optional<BackupId> ofSignature(String cluster, ObjectKey key) {
            return between(manifests(cluster), key.value(), SIGNATURE_SUFFIX);
        }

        /**
         * The key of what an installation saw.
         *
         * @param cluster the cluster's name
         * @param instance the installation's
         * @return its key
         */
        public ObjectKey ledger(String cluster, String instance) {
            return ObjectKey.of(ledgers(cluster) + Ledgers.name(instance) + MANIFEST_SUFFIX);
        }

        /**
         * The key of the files which a restore also needs, where there are any.
         *
         * @param cluster the cluster's name
         * @param id the backup
         * @return its key
         */
        public ObjectKey companions(String cluster, BackupId id) {
            return ObjectKey.of(companions(cluster) + id + COMPANIONS_SUFFIX);
        }

        /**
         * What all companions' keys start with.
         *
         * @param cluster the cluster's name
         * @return a string prefix
         */
        public String companions(String cluster) {
            return cluster + "/companions/";
        }

        /**
         * Whose companions a key is.
         *
         * @param cluster the cluster's name
         * @param key any key
         * @return empty if it is no companions' key of exactly our shape
         */
        public Optional<BackupId> ofCompanions(String cluster, ObjectKey key) {
            return between(companions(cluster), key.value(), COMPANIONS_SUFFIX);
        }

        /**
         * What all ledgers' keys start with.
         *
         * @param cluster the cluster's name
         * @return a string prefix
         */
        public String ledgers(String cluster) {
            return cluster + "/ledgers/";
        }

        /**
         * What all bodies' keys start with.
         *
         * @param cluster the cluster's name
         * @return a string prefix
         */
        public String bodies(String cluster) {
            return cluster + "/snapshots/";
        }

        /**
         * What all manifests' keys start with.
         *
         * @param cluster the cluster's name
         * @return a string prefix
         */
        public String manifests(String cluster) {
            return cluster + "/manifests/";
        }

        /**
         * Whose body a key is.
         *
         * @param cluster the cluster's name
         * @param key any key
         * @return empty if it is no body's key of exactly our shape
         */
        public Optional<BackupId> ofBody(String cluster, ObjectKey key) {
            return between(bodies(cluster), key.value(), BODY_SUFFIX);
        }

        /**
         * Whose rows a key is.
         *
         * @param cluster the cluster's name
         * @param key any key
         * @return empty if it is no key of exactly our shape
         */
        public Optional<BackupId> ofRows(String cluster, ObjectKey key) {
            return between(bodies(cluster), key.value(), ROWS_SUFFIX);
        }

        /**
         * Whose manifest a key is.
         *
         * @param cluster the cluster's name
         * @param key any key
         * @return empty if it is no manifest's key of exactly our shape
         */
        public Optional<BackupId> ofManifest(String cluster, ObjectKey key) {
            return between(manifests(cluster), key.value(), MANIFEST_SUFFIX);
        }

        private static Optional<BackupId> between(String prefix, String key, String suffix) {
            boolean fits =
                    key.startsWith(prefix) && key.endsWith(suffix) && key.length() >= prefix.length() + suffix.length();
            return fits
                    ? BackupId.parse(key.substring(prefix.length(), key.length() - suffix.length()))
                    : Optional.empty();
        }
    }

    /**
     * {@code gravity/<version>/<instance>/gravity-snapshot-<year>_<month>_<day>}, for those who keep tooling around it. One
     * backup a day, the later in place of the earlier; no manifests, and nothing in the keys that names the cluster.
     *
     * @param version a segment of a key
     * @param instance a segment of a key
     * @param zone whose days are meant
     */
    record Gravity(String version, String instance, ZoneId zone) implements Layout {

        private static final Pattern DAY = Pattern.compile("([0-9]{4})_([0-9]{1,2})_([0-9]{1,2})");

        /** Refuses what can't be part of a key. */
        public Gravity {
            ObjectKey.of("gravity/" + version + "/" + instance);
        }

        @Override
        public BackupId idOf(BackupId taken) {
            return day(taken.time());
        }

        @Override
        public Catalog catalog(StorageSink sink, String cluster, Memory memory, Seals seals) {
            return new DailyCatalog(sink, cluster, this, memory);
        }

        DayId day(Instant time) {
            return new DayId(LocalDate.ofInstant(time, zone), zone);
        }

        /** What all keys start with. */
        String bodies() {
            return "gravity/" + version + "/" + instance + "/gravity-snapshot-";
        }

        ObjectKey body(DayId id) {
            return ObjectKey.of(bodies() + id.digits());
        }

        /** Whose body a key is; empty if it isn't exactly as we would write it. */
        Optional<BackupId> ofBody(ObjectKey key) {
            if (!key.value().startsWith(bodies())) {
                return Optional.empty();
            }
            Matcher matcher = DAY.matcher(key.value().substring(bodies().length()));
            return matcher.matches()
                    ? ofParts(matcher).filter(id -> body(id).equals(key)).map(id -> id)
                    : Optional.empty();
        }

        private Optional<DayId> ofParts(Matcher matcher) {
            try {
                LocalDate day = LocalDate.of(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3)));
                return Optional.of(new DayId(day, zone));
            } catch (DateTimeException e) {
                return Optional.empty(); // a thirteenth month: the right shape, but not ours
            }
        }
    }
}
