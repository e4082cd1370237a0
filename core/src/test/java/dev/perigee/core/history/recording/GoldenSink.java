package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.backup.Bench;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.history.joining.JoinedPacks;
import dev.perigee.core.history.joining.Joiner;
import dev.perigee.core.history.joining.Joining;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.RepeatedTimes;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.history.spool.RecordedTimeline;
import dev.perigee.core.history.spool.Tail;
import dev.perigee.core.history.spool.Unheard;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.KeyRange;
import dev.perigee.etcd.client.WatchQuery;
import dev.perigee.etcd.client.WatchStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes what a recorder would, pack by pack, into the only sink of a bench, called {@code golden}. */
public final class GoldenSink {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Bench bench;
    private final HistorySpool spool;
    private @Nullable MoreOfPacks more;

    GoldenSink(Bench bench, Path spool) throws Exception {
        this.bench = bench;
        this.spool = HistorySpool.open(spool, Unheard.keeper(spool));
    }

    public static void copy(Path from, Path to) throws Exception {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** What the member was written from a timeline's end to a revision. */
    RecordedTimeline pack(EtcdConnection member, RecordedTimeline timeline, long last) throws Exception {
        RevisionLog log = new RevisionLog(timeline.cluster(), timeline.last(), Tail.NONE);
        OpenPack open = OpenPack.begin(spool.openFile(), Instant.now());
        try (WatchStream stream =
                member.watch(new WatchQuery(KeyRange.all(), timeline.last() + 1, false, false, true))) {
            while (log.complete() < last) {
                open.add((RevisionLog.Step.Rows) log.take(stream.next(SOON).orElseThrow()), Instant.now());
            }
        }
        OpenPack.Content content = open.finish((int) last, RepeatedTimes.NONE);
        PackMaker maker = new PackMaker("prod", "default", "bench", "perigee 0.1.0");
        PackRecord record = more(member).of(maker.record(content, timeline), content.leases());
        RecordedTimeline after = timeline.after(record, Tail.NONE);
        store(spool.close(record, content.file(), List.of("golden"), after, false));
        return after;
    }

    /** Joins all that was stored; the parts stay in the sink, as they do when a daemon is killed before it removes them. */
    void join() throws Exception {
        new Joiner(
                        spool,
                        new JoinedPacks(spool.directory()),
                        new Joining(HistorySettings.LEAST_PACK, Duration.ZERO),
                        List.of("golden"),
                        List.of(),
                        bench.environment().timing(),
                        warning -> assertEquals("", warning))
                .run(_ -> false);
        for (HistorySpool.Kept pack : spool.kept()) {
            store(new HistorySpool.Waiting(pack.record(), pack.rows(), pack.owed()));
        }
    }

    /** So that the first pack is sealed, and no other: a sealed one is joined to no more. */
    private MoreOfPacks more(EtcdConnection member) throws Exception {
        if (more == null) {
            more = new MoreOfPacks(
                    EtcdSettings.of(List.of(member.endpoint())),
                    Duration.ofHours(1),
                    bench.environment().timing());
        }
        return more;
    }

    private void store(HistorySpool.Waiting pack) throws Exception {
        Destination golden = bench.destinations().getFirst();
        Sinks.Answer<Boolean> answer = new Sinks(bench.environment()).ask(golden, sink -> {
            new PackUpload(bench.environment(), golden, "prod").store(sink, pack);
            return true;
        });
        assertEquals(Optional.empty(), answer.failure());
        spool.settle(pack.record().place().pack(), "golden");
    }
}
