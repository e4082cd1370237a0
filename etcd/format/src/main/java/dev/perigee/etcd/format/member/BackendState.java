package dev.perigee.etcd.format.member;

import dev.perigee.etcd.format.bbolt.write.BucketContent;
import dev.perigee.etcd.format.bbolt.write.ProvenFile;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The small buckets of a database, as a plan needs them.
 *
 * @param buckets content by name; those that a restore may change
 */
public record BackendState(Map<String, BucketContent> buckets) {

    static final String MEMBERS = "members";
    static final String REMOVED = "members_removed";
    static final String CLUSTER = "cluster";
    static final String META = "meta";
    static final String ALARM = "alarm";
    static final String LEASE = "lease";

    /** Copies the map. */
    public BackendState {
        buckets = Map.copyOf(buckets);
    }

    /**
     * Reads the small buckets.
     *
     * @param file a proven database
     * @return its state
     * @throws IOException if it can't be read
     */
    public static BackendState read(ProvenFile file) throws IOException {
        Map<String, BucketContent> buckets = new LinkedHashMap<>();
        for (String name : List.of(MEMBERS, REMOVED, CLUSTER, META, ALARM)) {
            buckets.put(name, file.content(name));
        }
        return new BackendState(buckets);
    }

    BucketContent bucket(String name) {
        return buckets.getOrDefault(name, new BucketContent());
    }

    /**
     * The version that servers from 3.6 on wrote the data in.
     *
     * @return empty if none did
     */
    public Optional<EtcdMinor> storageVersion() {
        return text(META, "storageVersion").flatMap(EtcdMinor::parse);
    }

    /**
     * The version that the old cluster had agreed on.
     *
     * @return empty if its members hadn't yet
     */
    public Optional<EtcdMinor> clusterVersion() {
        return text(CLUSTER, "clusterVersion").flatMap(EtcdMinor::parse);
    }

    /**
     * The version that the old cluster was on its way down to.
     *
     * @return empty if no downgrade was enabled; {@code ?} if its record can't be read
     */
    public Optional<String> downgradeTarget() {
        return bucket(CLUSTER).get("downgrade").flatMap(BackendState::enabledTarget);
    }

    private static Optional<String> enabledTarget(byte[] json) {
        try {
            var downgrade = Json.parseObject(json);
            return downgrade.bool("enabled").orElse(false)
                    ? Optional.of(downgrade.string("target-version").orElse("?"))
                    : Optional.empty();
        } catch (JsonException e) {
            return Optional.of("?");
        }
    }

    private Optional<String> text(String bucket, String key) {
        return bucket(bucket).get(key).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
