package dev.perigee.core.backup;

import dev.perigee.api.SinkPlace;
import dev.perigee.api.StorageSink;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.ListBackups;
import dev.perigee.core.copies.Listing;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.delivery.DeliverySettings;
import dev.perigee.core.encoding.EncodingSettings;
import dev.perigee.core.encoding.Identities;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.plugin.SinkDefinition;
import dev.perigee.core.plugin.SinkOpener;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Format;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.core.spool.SpoolSettings;
import dev.perigee.core.state.Environment;
import dev.perigee.core.state.StateDirectory;
import dev.perigee.core.time.Sleeper;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.sink.local.LocalSinkConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A state directory, some sinks and an ear for the steps: what the verbs' tests stand on. */
public final class Bench {

    /** Skips the pauses before retries; those of a minute and more belong to the stall watch and are real. */
    private static final Sleeper IMPATIENT = pause -> {
        if (pause.compareTo(Duration.ofMinutes(1)) >= 0) {
            Thread.sleep(pause);
        }
    };

    static final DeliverySettings DELIVERY = new DeliverySettings(
            2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMinutes(2), OptionalLong.empty());

    final Path state;
    public final Queue<ProgressEvent> events = new ConcurrentLinkedQueue<>();
    private final Map<String, StorageSink> sinks = new LinkedHashMap<>();
    private final Map<String, RetentionRules> rules = new LinkedHashMap<>();
    private final Map<String, Layout> layouts = new LinkedHashMap<>();
    private final Map<String, EncodingSettings> encodings = new LinkedHashMap<>();
    private final Map<String, Format> formats = new LinkedHashMap<>();
    private final Map<String, Path> folders = new HashMap<>();
    public Identities identities = Identities.NONE;
    public Seals seals = Seals.NONE;
    public InstantSource clock = InstantSource.system();

    public Bench(Path state) {
        this.state = state;
    }

    /** Adds a sink, or puts another in its place. */
    public Bench with(String name, StorageSink sink, RetentionRules retention) {
        sinks.put(name, sink);
        rules.put(name, retention);
        return this;
    }

    public Bench withLocal(RetentionRules retention) {
        return with("local", new LocalSink(new LocalSinkConfig(state.resolve("backup"))), retention);
    }

    /** Says of a sink that it is a folder of this host, which else nobody tells. */
    public Bench onThisHost(String name, Path folder) {
        folders.put(name, folder);
        return this;
    }

    /** Has a sink's backups named in another way. */
    public Bench laidOut(String name, Layout layout) {
        layouts.put(name, layout);
        return this;
    }

    /** Has a sink's backups written in another way. */
    public Bench encoded(String name, EncodingSettings encoding) {
        encodings.put(name, encoding);
        return this;
    }

    /** Has a sink get something else of a snapshot. */
    public Bench formatted(String name, Format format) {
        formats.put(name, format);
        return this;
    }

    public Environment environment() throws OperationException {
        return environment(SpoolSettings.DEFAULT);
    }

    public Environment environment(SpoolSettings spool) throws OperationException {
        return new Environment(
                        StateDirectory.open(state, Timing.system()),
                        opener(),
                        spool,
                        "0.1.0",
                        "bench",
                        new Timing(clock, System::nanoTime, IMPATIENT, RandomGenerator.getDefault()),
                        events::add)
                .reading(identities)
                .sealing(seals);
    }

    private SinkOpener opener() {
        return new SinkOpener() {
            @Override
            public StorageSink open(SinkDefinition definition) {
                return sinks.get(definition.name());
            }

            @Override
            public Optional<SinkPlace> place(SinkDefinition definition) {
                return Optional.ofNullable(folders.get(definition.name())).map(SinkPlace::folder);
            }
        };
    }

    public List<Destination> destinations() {
        return sinks.keySet().stream()
                .map(name -> new Destination(
                        new SinkDefinition(name, name.equals("local") ? "local" : "test", Map.of()),
                        rules.get(name),
                        DELIVERY,
                        Destination.Access.FULL,
                        layouts.getOrDefault(name, Layout.STANDARD),
                        encodings.getOrDefault(name, EncodingSettings.PLAIN),
                        formats.getOrDefault(name, Format.RAW)))
                .toList();
    }

    static ClusterSettings cluster(URI endpoint) {
        return new ClusterSettings("prod", true, EtcdSettings.of(List.of(endpoint)));
    }

    public Job job(URI endpoint) {
        return new Job("default", cluster(endpoint), Optional.empty(), destinations());
    }

    public BackupResult backup(URI endpoint) throws OperationException {
        return new Backup(environment()).run(job(endpoint));
    }

    public List<BackupId> listed() throws OperationException {
        return new ListBackups(environment())
                .run("prod", destinations()).rows().stream()
                        .map(Listing.Row::id)
                        .toList();
    }

    public VerifyResult verify(Verify.Depth depth) throws OperationException {
        return new Verify(environment()).run("prod", destinations(), new Selector.Latest(), depth, true);
    }

    /** What is in the spool but lock files that nobody holds any more. */
    public List<Path> spooled() throws IOException {
        try (Stream<Path> files = Files.walk(state.resolve("spool"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
