package dev.perigee.core.config;

import dev.perigee.core.backup.Job;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.companions.CompanionSettings;
import dev.perigee.core.copies.ProofSettings;
import dev.perigee.core.drill.DrillSettings;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.plugin.Spelling;
import dev.perigee.core.schedule.Schedule;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.core.words.FailureWords;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code jobs}, and sees to it that clusters and sinks go together. */
final class JobsReader {

    /** A schedule that means: on demand only. */
    private static final String NEVER = "none";

    private static final String ALL_SINKS = "is empty; leave it out for all sinks";

    private static final int MOST_PROOFS = 1_000;

    private final ZoneId zone;
    private final List<ClusterSettings> clusters;
    private final Map<String, Destination> sinks = new LinkedHashMap<>();
    private final Map<String, Block> sinkBlocks = new LinkedHashMap<>();
    private final Map<String, Schedule> schedules = new HashMap<>();

    JobsReader(
            ZoneId zone,
            List<ClusterSettings> clusters,
            List<Destination> sinks,
            List<Map.Entry<String, Block>> sinkBlocks) {
        this.zone = zone;
        this.clusters = clusters;
        sinks.forEach(sink -> this.sinks.put(sink.name(), sink));
        sinkBlocks.forEach(entry -> this.sinkBlocks.put(entry.getKey(), entry.getValue()));
    }

    List<Job> read(List<Map.Entry<String, Block>> blocks, boolean given) {
        refuseLayoutsThatMixClusters();
        List<Job> jobs = new ArrayList<>();
        if (given) {
            blocks.forEach(entry -> read(entry.getKey(), entry.getValue()).ifPresent(jobs::add));
        } else if (clusters.size() == 1) {
            job(
                            Defaults.NAME,
                            clusters.getFirst(),
                            Optional.of(schedule()),
                            new ArrayList<>(sinks.values()),
                            ProofSettings.DEFAULT,
                            DrillSettings.DEFAULT)
                    .ifPresent(jobs::add);
        } else {
            clusters.forEach(cluster -> job(
                            cluster.name(),
                            cluster,
                            Optional.of(schedule()),
                            new ArrayList<>(sinks.values()),
                            ProofSettings.DEFAULT,
                            DrillSettings.DEFAULT)
                    .ifPresent(jobs::add));
        }
        return jobs;
    }

    private Schedule schedule() {
        return schedule(Defaults.SCHEDULE);
    }

    /** Of hundreds of jobs most say the same. */
    private Schedule schedule(String text) {
        return schedules.computeIfAbsent(text, first -> Schedule.parse(first, zone));
    }

    private Optional<Job> read(String name, Block block) {
        Optional<ClusterSettings> cluster = cluster(block);
        Optional<Schedule> schedule = schedule(block, "schedule", Defaults.SCHEDULE);
        List<Destination> destinations = destinations(block);
        ProofSettings verify = verify(block);
        DrillSettings drill = drill(block);
        Optional<CompanionSettings> companions = new CompanionsReader(block).read(destinations);
        Optional<HistorySettings> history = history(block, destinations);
        block.refuseUnknown(Set.of());
        return cluster.flatMap(found -> job(name, found, schedule, destinations, verify, drill))
                .map(job -> job.with(companions).recording(history));
    }

    private static Optional<HistorySettings> history(Block block, List<Destination> destinations) {
        HistorySettings byDefault = HistorySettings.DEFAULT;
        HistorySettings settings = new HistorySettings(
                block.span("history.flush").orElse(byDefault.flush()),
                block.span("history.keep").orElse(byDefault.keep()),
                bytes(block, "history.pack-size", byDefault.packBytes()),
                bytes(block, "history.spool", byDefault.spoolBytes()),
                block.span("history.seal-every").orElse(byDefault.sealEvery()));
        if (!block.has("history")) {
            return Optional.empty();
        }
        if (settings.flush().compareTo(HistorySettings.LEAST_FLUSH) < 0) {
            block.problem("history.flush", "takes 1s or more");
        }
        refuseKeep(block, settings);
        if (settings.packBytes() < HistorySettings.LEAST_PACK) {
            block.problem("history.pack-size", "takes 64KiB or more");
        }
        if (settings.spoolBytes() < settings.packBytes()) {
            block.problem("history.spool", "is less than one pack takes: give it pack-size or more");
        }
        if (!destinations.isEmpty()
                && destinations.stream().noneMatch(each -> each.layout() instanceof Layout.Standard)) {
            block.problem("history", "has no sink to go to: the layout of none of them has a history");
        }
        return settings.isSensible() ? Optional.of(settings) : Optional.empty();
    }

    private static void refuseKeep(Block block, HistorySettings settings) {
        if (settings.keep().compareTo(settings.flush()) < 0) {
            block.problem("history.keep", "is shorter than flush: nothing would be kept");
        }
    }

    private static long bytes(Block block, String key, long byDefault) {
        return block.optional(key, from -> from.bytes(key, byDefault)).orElse(byDefault);
    }

    private Optional<Job> job(
            String name,
            ClusterSettings cluster,
            Optional<Schedule> schedule,
            List<Destination> destinations,
            ProofSettings verify,
            DrillSettings drill) {
        return destinations.isEmpty()
                ? Optional.empty()
                : Optional.of(new Job(name, cluster, schedule, destinations, verify, drill));
    }

    private Optional<ClusterSettings> cluster(Block block) {
        Optional<String> name = block.text("cluster");
        if (name.isEmpty() && clusters.size() > 1) {
            block.missing("cluster", "there are " + String.join(", ", clusterNames()));
            return Optional.empty();
        }
        Optional<ClusterSettings> found = clusters.stream()
                .filter(cluster -> name.isEmpty() || cluster.name().equals(name.get()))
                .findFirst();
        if (found.isEmpty()) {
            block.problem("cluster", unknown("cluster", name.orElse(""), clusterNames()));
        }
        return found;
    }

    private List<String> clusterNames() {
        return clusters.stream().map(ClusterSettings::name).toList();
    }

    private static String unknown(String what, String name, List<String> known) {
        return "names the " + what + " '" + name + "'; there is " + String.join(", ", known)
                + Spelling.suggestion(name, known);
    }

    private DrillSettings drill(Block block) {
        List<Path> etcd = new ArrayList<>();
        for (String text : block.texts("drill.etcd")) {
            if (Path.of(text).isAbsolute()) {
                etcd.add(Path.of(text));
            } else {
                block.problem("drill.etcd", "has '" + text + "', which is no absolute path");
            }
        }
        return new DrillSettings(
                schedule(block, "drill.schedule", NEVER),
                etcd,
                block.read(false, from -> from.flag("drill.members", false)),
                user(block),
                false,
                block.span("drill.timeout").orElse(DrillSettings.DEFAULT.timeout()),
                block.span("drill.limit").orElse(DrillSettings.DEFAULT.limit()));
    }

    private static Optional<String> user(Block block) {
        Optional<String> user = block.text("drill.user");
        if (user.filter(String::isBlank).isPresent()) {
            block.problem("drill.user", "is empty; leave it out for nobody, or name who is to run the servers");
            return Optional.empty();
        }
        return user;
    }

    private ProofSettings verify(Block block) {
        ProofSettings byDefault = ProofSettings.DEFAULT;
        return new ProofSettings(
                schedule(block, "verify.schedule", NEVER),
                block.read(
                        byDefault.newest(), from -> from.integer("verify.newest", byDefault.newest(), 1, MOST_PROOFS)),
                block.read(
                        byDefault.sample(), from -> from.integer("verify.sample", byDefault.sample(), 0, MOST_PROOFS)),
                block.read(byDefault.allSinks(), from -> from.flag("verify.all-sinks", byDefault.allSinks())));
    }

    private Optional<Schedule> schedule(Block block, String key, String byDefault) {
        String text = block.text(key).orElse(byDefault);
        if (text.isBlank()) {
            block.problem(key, "is empty; write " + NEVER + " for no schedule");
        }
        if (text.isBlank() || text.equals(NEVER)) {
            return Optional.empty();
        }
        try {
            return Optional.of(schedule(text));
        } catch (IllegalArgumentException e) {
            block.problem(key, FailureWords.of(e));
            return Optional.empty();
        }
    }

    private List<Destination> destinations(Block block) {
        Set<String> names = new LinkedHashSet<>(block.texts("sinks", ALL_SINKS));
        if (!block.has("sinks")) {
            return new ArrayList<>(sinks.values());
        }
        List<Destination> destinations = new ArrayList<>();
        for (String name : names) {
            Destination sink = sinks.get(name);
            if (sink == null) {
                block.problem("sinks", unknown("sink", name, new ArrayList<>(sinks.keySet())));
            } else {
                destinations.add(sink);
            }
        }
        if (names.isEmpty()) {
            block.problem("sinks", ALL_SINKS);
        }
        return destinations;
    }

    /** Whose backup it is couldn't be told from its key: one cluster's would be restored as the other's. */
    private void refuseLayoutsThatMixClusters() {
        for (Destination sink : sinks.values()) {
            Block block = sinkBlocks.get(sink.name());
            if (block != null && clusters.size() > 1 && sink.layout() instanceof Layout.Gravity) {
                block.problem(
                        "layout",
                        "is gravity, whose keys don't name the cluster, but there are " + clusters.size()
                                + " clusters; use layout = perigee, or a configuration for each");
            }
        }
    }
}
