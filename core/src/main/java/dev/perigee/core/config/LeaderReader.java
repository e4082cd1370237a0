package dev.perigee.core.config;

import dev.perigee.core.fleet.LeaderSettings;
import dev.perigee.core.plugin.Spelling;
import dev.perigee.core.source.ClusterSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code mode} and the keys of {@code leader}. */
final class LeaderReader {

    private static final String MODE = "mode";
    private static final String CLUSTER = "leader.cluster";
    private static final String TTL = "leader.ttl";
    private static final String PREFIX = "leader.prefix";
    private static final Duration LONGEST_TTL = Duration.ofHours(1);
    private static final int LONGEST_PREFIX = 200;

    private final Block block;
    private final List<ClusterSettings> clusters;

    LeaderReader(Block block, List<ClusterSettings> clusters) {
        this.block = block;
        this.clusters = clusters;
    }

    /** Empty if every daemon runs all jobs. */
    Optional<LeaderSettings> read() {
        Mode mode = block.read(Mode.PER_NODE, from -> from.choice(MODE, Mode.PER_NODE));
        Optional<String> name = block.text(CLUSTER);
        Duration ttl = ttl();
        String prefix = prefix();
        if (mode == Mode.PER_NODE) {
            return Optional.empty(); // so that the mode alone can be changed
        }
        return cluster(name).map(found -> new LeaderSettings(found.name(), found.etcd(), ttl, prefix));
    }

    private Duration ttl() {
        Duration ttl = block.span(TTL).orElse(LeaderSettings.TTL);
        if (ttl.compareTo(LeaderSettings.SHORTEST_TTL) < 0 || ttl.compareTo(LONGEST_TTL) > 0) {
            block.problem(TTL, "takes 5s to 1h");
            return LeaderSettings.TTL;
        }
        return ttl;
    }

    private String prefix() {
        String prefix = block.text(PREFIX).orElse(LeaderSettings.PREFIX);
        if (!prefix.endsWith("/") || prefix.isBlank() || prefix.length() > LONGEST_PREFIX) {
            block.problem(
                    PREFIX,
                    "takes what the daemons' keys begin with, ending with a slash, such as " + LeaderSettings.PREFIX);
        }
        return prefix;
    }

    private Optional<ClusterSettings> cluster(Optional<String> name) {
        List<String> names = clusters.stream().map(ClusterSettings::name).toList();
        if (name.isEmpty() && clusters.size() > 1) {
            block.problem(
                    MODE,
                    "is leader, and there are several clusters: say with " + CLUSTER
                            + " in which of them the daemons agree: " + String.join(", ", names));
            return Optional.empty();
        }
        Optional<ClusterSettings> found = clusters.stream()
                .filter(cluster -> name.isEmpty() || cluster.name().equals(name.get()))
                .findFirst();
        if (found.isEmpty()) {
            block.problem(
                    CLUSTER,
                    "names the cluster '" + name.orElse("") + "'; there is " + String.join(", ", names)
                            + Spelling.suggestion(name.orElse(""), names));
        }
        return found;
    }

    /** Who runs the jobs, where several daemons have the same. */
    enum Mode {
        /** Each runs all. */
        PER_NODE,
        /** One runs each. */
        LEADER
    }
}
