package dev.perigee.core.config;

import dev.perigee.core.config.ConfigRequest.Order;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.core.source.CompareSettings;
import dev.perigee.etcd.client.EtcdSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lays flags, blocks and environment over one another, for the cluster that each of them means. */
final class ClustersReader {

    private final ConfigRequest request;
    private final Surroundings surroundings;
    private final Problems problems;

    ClustersReader(ConfigRequest request, Surroundings surroundings, Problems problems) {
        this.request = request;
        this.surroundings = surroundings;
        this.problems = problems;
    }

    List<ClusterSettings> read(List<Map.Entry<String, Block>> blocks, List<Map.Entry<String, Block>> jobs) {
        Map<String, ClusterOverrides> written = new LinkedHashMap<>();
        Map<String, CompareSettings> compare = new LinkedHashMap<>();
        blocks.forEach(entry -> compare.put(entry.getKey(), ClusterReader.compare(entry.getValue())));
        blocks.forEach(entry -> written.put(entry.getKey(), ClusterReader.read(entry.getValue())));
        if (blocks.isEmpty()) {
            written.put(Defaults.NAME, ClusterOverrides.NONE);
        }
        Optional<String> meant = meant(written, jobs);
        if (meant.isEmpty() && !request.cluster().equals(ClusterOverrides.NONE)) {
            problems.add(flags("could mean any of the clusters " + String.join(", ", written.keySet())
                    + "; name it with --cluster, or its job with --job"));
        }
        Map<String, Block> byName = new LinkedHashMap<>();
        blocks.forEach(entry -> byName.put(entry.getKey(), entry.getValue()));
        List<ClusterSettings> clusters = new ArrayList<>();
        written.forEach((name, said) -> clusters.add(new ClusterSettings(
                name,
                !name.equals(Defaults.NAME),
                resolve(name, said, meant.equals(Optional.of(name)), byName),
                compare.getOrDefault(name, CompareSettings.DEFAULT))));
        return clusters;
    }

    private static Problem flags(String message) {
        return new Problem("--endpoints and the like", Optional.empty(), message, "command line");
    }

    /** The cluster that flags and environment speak of: the named one, the named job's, or the only one. */
    private Optional<String> meant(Map<String, ClusterOverrides> written, List<Map.Entry<String, Block>> jobs) {
        Optional<String> ofJob = jobs.stream()
                .filter(job -> request.job().equals(Optional.of(job.getKey())))
                .findFirst()
                .flatMap(job -> job.getValue().text("cluster"))
                .filter(written::containsKey);
        return request.named()
                .filter(written::containsKey)
                .or(() -> ofJob)
                .or(() -> written.size() == 1 ? written.keySet().stream().findFirst() : Optional.empty());
    }

    /** What counts more comes first. */
    private List<Layer> layers(ClusterOverrides block, boolean meant) {
        Layer written = new Layer(Layer.Origin.BLOCK, block);
        if (!meant) {
            return List.of(written);
        }
        Layer flags = new Layer(Layer.Origin.FLAGS, request.cluster());
        Layer environment = new Layer(Layer.Origin.ENVIRONMENT, environment());
        return request.order() == Order.ENVIRONMENT_FIRST
                ? List.of(flags, environment, written)
                : List.of(flags, written, environment);
    }

    private ClusterOverrides environment() {
        try {
            ClusterOverrides flags = request.cluster();
            boolean passwordApart = flags.user().isEmpty() && flags.password().isPresent();
            return EtcdEnvironment.read(surroundings.environment(), passwordApart);
        } catch (ConfigException e) {
            e.problems().forEach(problems::add);
            return ClusterOverrides.NONE;
        }
    }

    /** A password that is written and can't be read has its own complaint, and is not missing. */
    private static boolean isToldAlready(Problem fault, @Nullable Block block) {
        return fault.key().equals("user") && block != null && !block.hasReadable("password");
    }

    private EtcdSettings resolve(String name, ClusterOverrides written, boolean meant, Map<String, Block> blocks) {
        List<Layer> layers = layers(written, meant);
        ClusterOverrides said = layers.stream().map(Layer::said).reduce(ClusterOverrides.NONE, ClusterOverrides::over);
        List<Problem> faults = EtcdSettingsResolver.faults(said, "", "command line");
        Block block = blocks.get(name);
        faults.stream().filter(fault -> !isToldAlready(fault, block)).forEach(fault -> blame(fault, layers, block));
        try {
            return EtcdSettingsResolver.resolve(faults.isEmpty() ? said : ClusterOverrides.NONE);
        } catch (ConfigException e) {
            throw new IllegalStateException("settings without faults can't be resolved", e);
        }
    }

    /** Whoever said it has to mend it. */
    private void blame(Problem fault, List<Layer> layers, @Nullable Block block) {
        Optional<Problem> elsewhere = layers.stream()
                .filter(layer -> layer.says(fault.key()))
                .findFirst()
                .flatMap(layer -> layer.problem(fault));
        if (elsewhere.isEmpty() && block != null && block.has(fault.key())) {
            block.problem(fault.key(), fault.message());
        } else {
            problems.add(elsewhere.orElse(fault));
        }
    }
}
