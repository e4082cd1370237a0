package dev.perigee.core.history.recording;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.spool.Beginning;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.history.spool.RecordedTimeline;
import dev.perigee.core.history.standing.HistoryStanding.Lost;
import dev.perigee.core.history.standing.StandingFile;
import dev.perigee.core.history.standing.StandingKeeper;
import dev.perigee.core.history.standing.StandingListener;
import dev.perigee.core.history.standing.TimelineEnd;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.core.state.Environment;
import dev.perigee.core.time.Backoff;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.EtcdCluster;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.ResponseHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Records a cluster's history: rows to the spool as they come, packs to the sinks, and a backup whenever a timeline must begin.
 * Goes on over lost connections, restarts and kills, from the last pack that was closed. Used once.
 */
public final class Recorder {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration HASH_WITHIN = Duration.ofMinutes(2);
    private static final int MANY = 3;

    private final Environment environment;
    private final String job;
    private final ClusterSettings cluster;
    private final HistorySettings settings;
    private final List<Destination> destinations;
    private final Bases bases;
    private final StandingListener listener;
    private final ClockEnds clock;
    private int endedInARow;
    private boolean justBegun;
    private boolean repeating;
    private String halted = "";
    private String lossy = "";
    private String unbelieved = "";

    /**
     * A recorder.
     *
     * @param environment what it stands on; hears of gaps, and of sinks that take nothing
     * @param job the job's name
     * @param cluster whose history
     * @param settings how it is recorded
     * @param destinations where packs go: those of a layout that has none are left out
     * @param bases takes the backups that timelines begin with
     * @param listener hears how it stands
     */
    public Recorder(
            Environment environment,
            String job,
            ClusterSettings cluster,
            HistorySettings settings,
            List<Destination> destinations,
            Bases bases,
            StandingListener listener) {
        this.environment = environment;
        this.job = job;
        this.cluster = cluster;
        this.settings = settings;
        this.destinations = List.copyOf(destinations);
        this.bases = bases;
        this.listener = listener;
        this.clock = new ClockEnds(environment.timing());
    }

    /**
     * Records until this thread is interrupted; what is whole by then is in the spool.
     *
     * @throws OperationException INTERRUPTED; INPUT_OUTPUT if the spool can't be used
     */
    public void run() throws OperationException {
        Path directory = environment.state().history().resolve(job);
        StandingKeeper standing = new StandingKeeper(
                StandingFile.of(environment.state().history(), job),
                environment.timing().clock(),
                listener,
                Outbox.takers(destinations).stream().map(Destination::name).toList());
        try {
            HistorySpool spool = HistorySpool.open(directory, standing);
            try (Outbox outbox = Outbox.open(environment, cluster, settings, destinations, spool, standing)) {
                loop(spool, outbox, standing);
            }
        } catch (IOException e) {
            standing.stands("can't use the history's spool: " + e);
            throw OperationException.ofDisk("can't use the history's spool " + directory, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            standing.stands("nobody records it here any more: the daemon has ended, or another one has the job");
            throw new OperationException(Outcome.INTERRUPTED, "the history was interrupted", e);
        }
    }

    private void loop(HistorySpool spool, Outbox outbox, StandingKeeper standing) throws InterruptedException {
        Backoff backoff =
                new Backoff(FIRST_PAUSE, LONGEST_PAUSE, environment.timing().random());
        for (int failures = 1; ; failures++) {
            try {
                session(spool, outbox, standing);
            } catch (TimelineEndedException e) {
                failures = 0;
            } catch (BeginsAnewException e) {
                failures = 0;
                justBegun = e.justBegun();
            } catch (OperationException | IOException | UncheckedIOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException(); // we were told to end, and nothing stands still
                }
                justBegun = false; // who knows what is put back meanwhile
                String what = FailureWords.of(e);
                standing.stands(what);
                standsStill(what);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            environment.timing().sleeper().sleep(backoff.pause(Math.max(1, Math.max(failures, endedInARow))));
        }
    }

    private void standsStill(String why) {
        if (!why.equals(halted)) {
            warn("the history stands still, and is tried again within seconds, later within a minute: " + why);
        }
        halted = why;
    }

    private void goesOnAgain() {
        if (!halted.isEmpty()) {
            environment.progress().on(new ProgressEvent.Note("the history goes on again"));
        }
        halted = "";
    }

    private void session(HistorySpool spool, Outbox outbox, StandingKeeper standing)
            throws OperationException, IOException, TimelineEndedException, BeginsAnewException, InterruptedException {
        try (EtcdCluster etcd = EtcdCluster.open(cluster.etcd())) {
            EtcdConnection member = etcd.chosen(etcd.choose());
            ResponseHeader now = Recording.header(member);
            Optional<RecordedTimeline> known = goesOn(spool, member, now, standing);
            if (known.isEmpty()) {
                standing.waits();
            }
            warnOfLosses(member.status().version());
            warnOfDisbelief();
            AuthBases auth = new AuthBases(environment, spool, this::takeBase);
            auth.begin(new AuthChanges(member, settings.flush(), Instant.EPOCH).revision(), known.isPresent());
            Optional<CompletableFuture<Manifest>> base = known.isPresent() ? Optional.empty() : Optional.of(takeBase());
            GapBases gaps = new GapBases(environment, spool, this::takeBase);
            try (auth;
                    gaps) {
                new Recording(
                                member,
                                spool,
                                settings,
                                environment.timing(),
                                standing,
                                now,
                                known,
                                base,
                                clock,
                                new Recording.Listener() {
                                    @Override
                                    public void recorded() {
                                        goesOnAgain();
                                    }

                                    @Override
                                    public void closed(OpenPack.Content content) {
                                        close(spool, outbox, content);
                                    }

                                    @Override
                                    public Optional<String> refuted() {
                                        return outbox.refuted();
                                    }

                                    @Override
                                    public void beside() throws IOException {
                                        gaps.look();
                                    }

                                    @Override
                                    public void repeats(Instant time, Instant told) {
                                        timeRepeats(time, told);
                                    }

                                    @Override
                                    public void auth(long revision) throws IOException {
                                        auth.look(revision);
                                    }
                                })
                        .run();
            } catch (TimelineEndedException e) {
                end(spool, standing, e.end(), FailureWords.of(e));
                throw e;
            } finally {
                base.ifPresent(future -> future.cancel(true));
            }
        }
    }

    /** Once for each history. */
    private void timeRepeats(Instant time, Instant told) {
        if (!repeating) {
            warn("this machine's clock was put back again, to " + time + " from " + told
                    + ", and the history that ended by that is only just over: this one goes on, and until the clock is"
                    + " there once more nobody can tell what a time means, but '--rev' takes any revision. Keep the clock"
                    + " from being put back, as NTP does that slews it");
        }
        repeating = true;
    }

    private void warnOfLosses(String version) {
        String said = LossyEtcd.warning(version).orElse("");
        if (!said.isEmpty() && !said.equals(lossy)) {
            warn(said);
        }
        lossy = said;
    }

    /** What is stored meanwhile may be believed elsewhere, and here once that is mended. */
    private void warnOfDisbelief() {
        String said = environment.seals().disbelief(Seals.Purpose.HISTORY).orElse("");
        if (!said.isEmpty() && !said.equals(unbelieved)) {
            warn("no pack of the history that is recorded here is believed here: " + said);
        }
        unbelieved = said;
    }

    /** What was being recorded, if the cluster still is where it goes on. */
    private Optional<RecordedTimeline> goesOn(
            HistorySpool spool, EtcdConnection member, ResponseHeader now, StandingKeeper standing) throws IOException {
        spool.tidy(); // the session before may have ended on a full disk
        Optional<RecordedTimeline> known = spool.timeline();
        if (known.isEmpty()) {
            return known;
        }
        RecordedTimeline timeline = known.get();
        if (now.clusterId() != timeline.cluster()) {
            end(
                    spool,
                    standing,
                    TimelineEnd.OTHER_CLUSTER,
                    "the endpoint answers for cluster " + Long.toHexString(now.clusterId()) + ", and not for "
                            + Long.toHexString(timeline.cluster()) + " any more");
            return Optional.empty();
        }
        if (now.revision() < timeline.last()) {
            end(
                    spool,
                    standing,
                    TimelineEnd.WENT_BACK,
                    "the cluster is at revision " + now.revision() + ", and was at " + timeline.last()
                            + ": an older state was put back");
            return Optional.empty();
        }
        if (timeline.tail().isEmpty() && !justBegun && !isAsItBegan(timeline, spool, member)) {
            end(
                    spool,
                    standing,
                    TimelineEnd.UNPROVEN,
                    "nothing that was recorded can be told again, so that nobody knows whether the cluster is still the"
                            + " same");
            return Optional.empty();
        }
        justBegun = false;
        return known;
    }

    /** Nothing was recorded since its backup, and the member still holds what that does. */
    private static boolean isAsItBegan(RecordedTimeline timeline, HistorySpool spool, EtcdConnection member)
            throws IOException {
        Optional<Beginning> beginning = spool.notes().beginning().filter(known -> known.isAllOf(timeline));
        try {
            return beginning.isPresent()
                    && beginning.get().isSaid(member.hashKv(beginning.get().revision(), HASH_WITHIN));
        } catch (EtcdException e) {
            if (e.kind().retryable()) {
                throw e;
            }
            return false; // compacted, or nobody may ask
        }
    }

    private void end(HistorySpool spool, StandingKeeper standing, TimelineEnd end, String why) throws IOException {
        Optional<RecordedTimeline> timeline = spool.timeline();
        endedInARow++;
        repeating = false;
        standing.ended(end, endedInARow);
        if (timeline.isEmpty()) {
            warn("the history can't begin: " + why);
            return;
        }
        spool.end(timeline.get().followed(why, end.isOfAnotherStore()));
        spool.notes().newcomers().receive();
        standing.lost(new Lost(
                environment.timing().clock().instant(),
                end,
                timeline.get().base(),
                timeline.get().last() + 1,
                Optional.empty(),
                why));
        warn("the history of " + timeline.get().base() + " ends at revision "
                + timeline.get().last() + ", and another begins with a new backup: " + why);
        if (endedInARow >= MANY) {
            warn(endedInARow + " histories in a row ended before a pack of them was closed;"
                    + " is etcd compacted faster than a backup is made?");
        }
    }

    private CompletableFuture<Manifest> takeBase() {
        CompletableFuture<Manifest> future = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().name("base of " + job).start(() -> {
            try {
                future.complete(bases.take());
            } catch (OperationException | RuntimeException e) {
                future.completeExceptionally(e);
            } catch (InterruptedException e) {
                future.cancel(false);
            }
        });
        future.whenComplete((_, _) -> {
            if (future.isCancelled()) {
                thread.interrupt();
            }
        });
        return future;
    }

    private void close(HistorySpool spool, Outbox outbox, OpenPack.Content content) {
        try {
            RecordedTimeline timeline = spool.timeline().orElseThrow();
            PackMaker maker =
                    new PackMaker(cluster.name(), job, environment.instance(), "perigee " + environment.version());
            PackRecord record = maker.record(content, timeline);
            outbox.expect(record);
            HistorySpool.Waiting pack = closed(spool, outbox, record, content, timeline);
            endedInARow = 0;
            outbox.take(pack, content.leases());
            spool.note();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HistorySpool.Waiting closed(
            HistorySpool spool, Outbox outbox, PackRecord record, OpenPack.Content content, RecordedTimeline timeline)
            throws IOException {
        try {
            return spool.close(
                    record,
                    content.file(),
                    outbox.tidied(),
                    timeline.after(record, content.tail()),
                    !content.leases().isEmpty());
        } catch (IOException e) {
            outbox.expectNoMore(record);
            throw e;
        }
    }

    private void warn(String text) {
        environment.progress().on(new ProgressEvent.Warning(text));
    }
}
