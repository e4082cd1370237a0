package dev.perigee.core.history.recording;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.disk.FreeSpace;
import dev.perigee.core.history.HistorySettings;
import dev.perigee.core.history.pack.RepeatedTimes;
import dev.perigee.core.history.spool.Beginning;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.history.spool.RecordedTimeline;
import dev.perigee.core.history.spool.Tail;
import dev.perigee.core.history.standing.StandingKeeper;
import dev.perigee.core.history.standing.TimelineEnd;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.KeyRange;
import dev.perigee.etcd.client.RangeQuery;
import dev.perigee.etcd.client.ResponseHeader;
import dev.perigee.etcd.client.WatchAnswer;
import dev.perigee.etcd.client.WatchQuery;
import dev.perigee.etcd.client.WatchStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Records from one member, for as long as the connection holds. Used once, by one thread. */
final class Recording {

    private static final Duration TICK = Duration.ofMillis(500);

    /** After so much silence a member is asked whether there is anything to tell. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private static final long SLACK = 64 << 20;

    private final EtcdConnection member;
    private final HistorySpool spool;
    private final HistorySettings settings;
    private final Timing timing;
    private final StandingKeeper standing;
    private final Listener listener;
    private final AuthChanges auth;
    private Optional<RecordedTimeline> timeline;
    private Optional<CompletableFuture<Manifest>> base;
    private final RevisionLog log;
    private final long cluster;
    private final CaughtUp caughtUp = new CaughtUp();
    private Optional<Instant> openSince = Optional.empty();
    private final SeenTimes times;
    private Instant heard;
    private long silentAt = -1;

    /** Is told what comes of it. */
    interface Listener {

        /** All that was written up to now is recorded. */
        void recorded();

        /** A pack is finished: it is to be taken into the spool. */
        void closed(OpenPack.Content content);

        /** Why what is being recorded must end; empty if nothing is known against it. */
        Optional<String> refuted();

        /** It goes on: something else may be due. */
        void beside() throws IOException;

        /** A time comes once more, so that what is recorded now is told to have been seen by a later one. */
        void repeats(Instant time, Instant told);

        /** Users and roles are of this revision. */
        void auth(long revision) throws IOException;
    }

    /**
     * A recording.
     *
     * @param standing hears how it goes
     * @param base the backup that a new timeline begins with, once it is there; empty to go on with the spool's
     * @param clock how often a clock may end it that is put back
     */
    Recording(
            EtcdConnection member,
            HistorySpool spool,
            HistorySettings settings,
            Timing timing,
            StandingKeeper standing,
            ResponseHeader now,
            Optional<RecordedTimeline> timeline,
            Optional<CompletableFuture<Manifest>> base,
            ClockEnds clock,
            Listener listener) {
        this.member = member;
        this.spool = spool;
        this.settings = settings;
        this.timing = timing;
        this.standing = standing;
        this.timeline = timeline;
        this.base = base;
        this.listener = listener;
        this.auth = new AuthChanges(member, settings.flush(), timing.clock().instant());
        this.cluster = now.clusterId();
        this.log = new RevisionLog(
                cluster,
                timeline.map(RecordedTimeline::last).orElse(now.revision()),
                timeline.map(RecordedTimeline::tail).orElse(Tail.NONE));
        this.heard = timing.clock().instant();
        this.times = new SeenTimes(
                clock,
                timeline.map(known -> known.base().time()).orElse(heard),
                timeline.flatMap(RecordedTimeline::until).orElse(Instant.MIN),
                timeline.map(RecordedTimeline::repeated).orElse(RepeatedTimes.NONE));
    }

    /** Where the cluster is, by the word of its majority. */
    static ResponseHeader header(EtcdConnection member) throws EtcdException {
        return member.api()
                .range(RangeQuery.of(KeyRange.of(Bytes.of("health"))))
                .header();
    }

    /** Until the connection breaks, the timeline ends, or the thread is interrupted: then what is whole is closed first. */
    void run()
            throws IOException, OperationException, TimelineEndedException, BeginsAnewException, InterruptedException {
        OpenPack open = begin();
        try (WatchStream stream = member.watch(new WatchQuery(KeyRange.all(), log.from(), false, true, true))) {
            while (true) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Optional<WatchAnswer> answer = stream.next(TICK);
                if (answer.isPresent()) {
                    take(open, answer.get());
                }
                lookAtBase();
                lookAtAuth();
                listener.beside();
                lookAtRefutation();
                if (isDue(open)) {
                    close(open);
                    open = begin();
                    openSince = Optional.empty();
                }
                if (answer.isEmpty()) {
                    lookAtSilence();
                }
            }
        } catch (InterruptedException | IOException | OperationException e) {
            if (e instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
                beginAtTheEnd();
            }
            throw e;
        } finally {
            leave(open);
        }
    }

    private OpenPack begin() throws IOException {
        return OpenPack.begin(spool.openFile(), timing.clock().instant());
    }

    private void take(OpenPack open, WatchAnswer answer)
            throws IOException, TimelineEndedException, BeginsAnewException, OperationException {
        heard = timing.clock().instant();
        silentAt = -1;
        Instant seen = times.at(heard);
        if (!times.repeated().at(heard).isEmpty()) {
            listener.repeats(heard, seen);
        }
        switch (log.take(answer)) {
            case RevisionLog.Step.Rows rows -> {
                open.add(rows, seen);
                openSince = openSince.or(() -> open.isEmpty() ? Optional.empty() : Optional.of(heard));
                FreeSpace.requireIn(spool.directory(), SLACK, "the history's spool", "free some space there");
                lookHowFar(answer.header().revision());
            }
            case RevisionLog.Step.Broken broken -> throw new TimelineEndedException(broken.end(), broken.why());
            case RevisionLog.Step.Compacted compacted -> {
                spool.follow(timeline.orElseThrow().provenFrom(compacted.revision() + 1));
                throw new BeginsAnewException(false);
            }
        }
    }

    private void lookHowFar(long revision) {
        caughtUp.at(log.complete(), revision, heard)
                .filter(_ -> timeline.isPresent())
                .ifPresent(this::recorded);
    }

    private void recorded(Instant until) {
        standing.heard(log.complete(), until, openSince);
        listener.recorded();
    }

    /** A timeline has its name when the backup that it begins with is there. */
    private void lookAtBase()
            throws OperationException, IOException, InterruptedException, TimelineEndedException, BeginsAnewException {
        if (base.isEmpty() || !base.get().isDone()) {
            return;
        }
        Manifest taken = taken(base.get());
        base = Optional.empty();
        if (taken.cluster().id() != cluster) {
            throw new TimelineEndedException(
                    TimelineEnd.OTHER_CLUSTER,
                    "the backup is of cluster "
                            + Long.toHexString(taken.cluster().id()) + ", and the watch of "
                            + Long.toHexString(cluster));
        }
        if (!begun(taken)) { // its member lagged: what lies between is asked for once more
            throw new BeginsAnewException(true);
        }
        recorded(heard);
    }

    /** Gives whether what is recorded already goes on from there. */
    private boolean begun(Manifest taken) throws IOException {
        long last = Math.min(taken.facts().revision(), log.begun());
        RecordedTimeline begun = new RecordedTimeline(taken.id(), cluster, last, spool.ended());
        spool.notes().beginning(Beginning.of(taken));
        spool.follow(begun);
        standing.began(taken.id());
        boolean goesOn = last == log.begun();
        timeline = Optional.of(begun).filter(_ -> goesOn);
        return goesOn;
    }

    /**
     * A backup that is being taken begins a timeline all the same: else nothing would tell that what follows it isn't recorded. Whoever
     * takes it ends it, too, when everything is to end.
     */
    private void beginAtTheEnd() throws IOException {
        Optional<Manifest> taken = base.flatMap(future -> future.handle((manifest, _) -> Optional.ofNullable(manifest))
                        .join())
                .filter(manifest -> manifest.cluster().id() == cluster);
        if (taken.isPresent()) {
            begun(taken.get());
        }
    }

    private void lookAtRefutation() throws TimelineEndedException {
        Optional<String> why = listener.refuted();
        if (why.isPresent()) {
            throw new TimelineEndedException(TimelineEnd.HASH_DIFFERS, why.get());
        }
    }

    private void lookAtAuth() throws IOException {
        OptionalLong revision = auth.look(timing.clock().instant());
        if (revision.isPresent()) {
            listener.auth(revision.getAsLong());
        }
    }

    private static Manifest taken(CompletableFuture<Manifest> future) throws OperationException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OperationException failure) {
                throw failure;
            }
            throw new OperationException(Outcome.FAILED, "the backup that a history begins with failed", e);
        }
    }

    private boolean isDue(OpenPack open) {
        if (timeline.isEmpty() || open.isEmpty() || log.isWithinRevision()) {
            return false;
        }
        Duration age = Duration.between(open.begun(), timing.clock().instant());
        return age.compareTo(settings.flush()) >= 0 || age.isNegative() || open.bytes() >= settings.packBytes();
    }

    private void close(OpenPack open) throws IOException {
        listener.closed(open.finish(timing.random().nextInt(), times.repeated()));
    }

    private void leave(OpenPack open) throws IOException {
        try (open) {
            if (timeline.isPresent() && !open.isEmpty() && !log.isWithinRevision() && open.isWhole()) {
                close(open);
            }
        }
    }

    /** Nothing may have happened, or the member may be cut off: another one is asked when it is behind twice. */
    private void lookAtSilence() throws IOException, TimelineEndedException {
        Instant now = timing.clock().instant();
        if (Duration.between(heard, now).compareTo(SILENCE) < 0) {
            return;
        }
        heard = now;
        ResponseHeader said = header(member);
        if (said.clusterId() != cluster) {
            throw new TimelineEndedException(TimelineEnd.OTHER_CLUSTER, "the endpoint answers for another cluster now");
        }
        lookHowFar(said.revision());
        if (said.revision() > log.complete()) {
            if (silentAt == log.complete()) {
                throw new IOException(member.endpoint() + " is at revision " + said.revision()
                        + ", and its watch has told nothing since " + log.complete());
            }
            silentAt = log.complete();
        }
    }
}
