package dev.perigee.core.history.recording;

import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRows;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.history.standing.HistoryStanding.SealSeen;
import dev.perigee.core.history.standing.StandingKeeper;
import dev.perigee.core.time.Timing;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Has more learnt of packs, one by one, on a thread of its own: however long that takes, a pack is sent then, and not before. What an end, or
 * a kill, leaves unasked is asked first after the next start.
 */
final class Learning implements AutoCloseable {

    /** So long an end waits for etcd to tell how long the leases of the last pack live: later they may be gone. */
    private static final Duration AT_THE_END = Duration.ofSeconds(5);

    private final HistorySpool spool;
    private final MoreOfPacks more;
    private final Timing timing;
    private final StandingKeeper standing;
    private final Consumer<String> warnings;
    private final BlockingQueue<Optional<Due>> due = new LinkedBlockingQueue<>();
    private final Set<PackId> busy = ConcurrentHashMap.newKeySet();
    private final Thread thread =
            Thread.ofVirtual().name("history: leases and seals").unstarted(this::run);

    /** Which leases a pack names. */
    @FunctionalInterface
    interface Leases {
        Set<Long> ids() throws IOException;
    }

    private record Due(PackRecord record, Leases leases) {}

    Learning(HistorySpool spool, MoreOfPacks more, Timing timing, StandingKeeper standing, Consumer<String> warnings) {
        this.spool = spool;
        this.more = more;
        this.timing = timing;
        this.standing = standing;
        this.warnings = warnings;
    }

    /** Begins with what was left unasked; before anything is sent. */
    void begin() throws IOException {
        for (HistorySpool.Kept pack : spool.unasked()) {
            PackRecord record = pack.record();
            expect(record.place().pack());
            take(record, () -> PackRows.leases(pack.rows(), record.place().pack(), record.rows()));
        }
        thread.start();
    }

    void expect(PackId pack) {
        busy.add(pack);
    }

    void expectNoMore(PackId pack) {
        busy.remove(pack);
    }

    boolean isBusy(PackId pack) {
        return busy.contains(pack);
    }

    void take(PackRecord record, Leases leases) {
        due.add(Optional.of(new Due(record, leases)));
    }

    /** Nothing more comes. Whoever was interrupted ends for that, and still has this time; not who is interrupted again. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        due.add(Optional.empty());
        try {
            thread.join(AT_THE_END);
        } catch (InterruptedException e) {
            interrupted = true; // what is open is asked after the next start
        }
        thread.interrupt();
        Outbox.awaitEnd(thread);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until all is learnt and nothing more comes, or this thread is interrupted. */
    private void run() {
        try {
            for (Optional<Due> next = due.take(); next.isPresent(); next = due.take()) {
                learn(next.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // what wasn't learnt is asked after the next start
        }
    }

    private void learn(Due next) throws InterruptedException {
        PackId pack = next.record().place().pack();
        try {
            note(more.of(next.record(), next.leases().ids()));
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            warnings.accept("pack " + pack + " goes without its leases: " + FailureWords.of(e));
        }
        busy.remove(pack);
    }

    private void note(PackRecord learnt) throws IOException {
        spool.learn(learnt);
        learnt.seal()
                .ifPresent(seal -> standing.sealed(
                        new SealSeen(timing.clock().instant(), seal.revision(), SealSeen.Verdict.NOTED)));
    }
}
