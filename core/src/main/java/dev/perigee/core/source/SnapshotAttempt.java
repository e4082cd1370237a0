package dev.perigee.core.source;

import dev.perigee.core.admission.StreamTurns;
import dev.perigee.core.admission.Turn;
import dev.perigee.core.catalog.Comparison;
import dev.perigee.core.disk.DiskSync;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.FreeSpace;
import dev.perigee.core.disk.PrivateFile;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.source.SnapshotReceiver.Received;
import dev.perigee.core.source.SnapshotRejected.Check;
import dev.perigee.core.time.Timing;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Sizes;
import dev.perigee.etcd.client.EtcdCluster;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.EtcdMember;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.MemberChoice;
import dev.perigee.etcd.client.MemberStatus;
import dev.perigee.etcd.client.PeerText;
import dev.perigee.etcd.client.SnapshotStream;
import dev.perigee.etcd.client.TlsSettings;
import dev.perigee.etcd.format.snapshot.Checks;
import dev.perigee.etcd.format.snapshot.DamagedSnapshotException;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.Snapshot;
import dev.perigee.etcd.format.snapshot.SnapshotProof;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One attempt to get a proven snapshot.
 *
 * @param timing for the time of the first blob, and for waiting
 * @param progress hears of it
 * @param turns asked before the stream begins
 * @param cluster whose snapshot
 */
record SnapshotAttempt(Timing timing, ProgressListener progress, StreamTurns turns, ClusterSettings cluster) {

    /** What else may need room on the same disk while the snapshot arrives: writes go on, and so the file may grow. */
    private static final long MARGIN = 64L << 20;

    /** Of a member's own complaints, how many are repeated: it has two or three sorts. */
    private static final int MOST_COMPLAINTS = 10;

    /** The digest was compared while the bytes passed; HashKV at the current revision goes into the manifest. */
    private static final Checks CHECKS = new Checks(false, OptionalLong.of(0));

    /** Who sends. */
    private record Sender(MemberStatus status, String name, Optional<String> doubt) {
        String text() {
            return "member " + name + " (" + status.endpoint() + ")";
        }
    }

    /** What came, and from whom. */
    private record Arrival(Sender sender, Received received) {}

    /** Leaves the proven file, or throws and may leave its part. */
    ProvenSnapshot take(Path file) throws EtcdException, IOException, OperationException {
        DurableFile.sweepParts(file);
        EtcdSettings settings = cluster.etcd();
        settings.tls()
                .flatMap(TlsSettings::key)
                .ifPresent(key -> PrivateFile.warnIfOpen(key, "log in to etcd as this machine does"));
        LiveComparison members = new LiveComparison(settings, cluster.compare(), timing);
        long bytes;
        try (EtcdCluster etcd = EtcdCluster.open(settings)) {
            MemberChoice choice = members.choose(etcd);
            bytes = announced(choice);
            Optional<Turn> turn = turns.tryBegin(bytes);
            if (turn.isPresent()) {
                try (Turn _ = turn.get()) {
                    return take(etcd, choice, members, file);
                }
            }
        }
        // Waits without a connection, which could grow old, and without a choice, which could be wrong by then.
        try (Turn _ = turns.begin(bytes);
                EtcdCluster etcd = EtcdCluster.open(settings)) {
            return take(etcd, members.choose(etcd), members, file);
        }
    }

    /** The proof reads while the disk still writes; it needs no connection any more. */
    private ProvenSnapshot take(EtcdCluster etcd, MemberChoice choice, LiveComparison members, Path file)
            throws EtcdException, IOException, OperationException {
        Path part = DurableFile.part(file);
        try (FileChannel channel = DurableFile.create(part)) {
            Arrival arrival = receive(etcd, choice, part, channel);
            etcd.close();
            try (DiskSync sync = DiskSync.begin(channel)) {
                SnapshotProof proof = proveWhileAsking(members, part, arrival);
                Optional<Comparison> comparison = members.of(
                        part,
                        proof.hashKv().orElseThrow(),
                        arrival.sender().status().version());
                comparison.ifPresent(this::tell);
                sync.await();
                DurableFile.publish(part, file);
                return proven(file, arrival, proof, comparison);
            }
        }
    }

    private Arrival receive(EtcdCluster etcd, MemberChoice choice, Path part, FileChannel channel)
            throws EtcdException, IOException, OperationException {
        EtcdConnection member = etcd.chosen(choice);
        Sender sender = sender(choice, member);
        turns.expect(announced(choice), (bytes, others) -> requireSpace(part, bytes, others));
        try (SnapshotStream stream = member.snapshot()) {
            SnapshotReceiver reception = new SnapshotReceiver(sender.text(), expecting(part), timing.clock(), progress);
            return new Arrival(sender, reception.drain(stream::next, channel));
        }
    }

    private void tell(Comparison comparison) {
        ComparisonWords.doubt(comparison)
                .or(() -> ComparisonWords.warning(comparison))
                .ifPresent(text -> progress.on(new ProgressEvent.Warning(text)));
    }

    private static ProvenSnapshot proven(
            Path file, Arrival arrival, SnapshotProof proof, Optional<Comparison> comparison) {
        MemberStatus status = arrival.sender().status();
        return new ProvenSnapshot(
                file,
                arrival.received().length(),
                arrival.received().sha256(),
                arrival.received().firstBlob(),
                status.clusterId(),
                status.memberId(),
                arrival.sender().name(),
                PeerText.clean(status.version()),
                proof,
                comparison,
                arrival.sender().doubt().or(() -> comparison.flatMap(ComparisonWords::doubt)));
    }

    private Sender sender(MemberChoice choice, EtcdConnection member) throws EtcdException {
        MemberStatus status = choice.chosen().orElseThrow();
        String name = member.members().stream()
                .filter(listed -> listed.id() == status.memberId())
                .map(EtcdMember::name)
                .filter(listed -> !listed.isEmpty())
                .findFirst()
                .map(PeerText::clean)
                .orElse(status.endpoint().toString());
        progress.on(new ProgressEvent.MemberChosen(
                status.endpoint().toString(),
                name,
                PeerText.clean(status.version()),
                String.join("; ", choice.reasons())));
        status.errors().stream()
                .limit(MOST_COMPLAINTS)
                .map(PeerText::clean)
                .forEach(error -> progress.on(new ProgressEvent.Warning("member " + name + " reports: " + error)));
        choice.doubt().ifPresent(doubt -> progress.on(new ProgressEvent.Warning(doubt)));
        return new Sender(status, name, choice.doubt());
    }

    /** What the chosen member says of its database, if that can be true. */
    private static long announced(MemberChoice choice) throws SnapshotRejected {
        MemberStatus status = choice.chosen().orElseThrow();
        return Announced.require("the member at " + status.endpoint(), status.dbSize());
    }

    private SnapshotReceiver.Space expecting(Path part) {
        return new SnapshotReceiver.Space() {
            @Override
            public void require(long bytes) throws OperationException {
                turns.expect(bytes, (mine, others) -> requireSpace(part, mine, others));
            }

            @Override
            public void taken(long bytes) {
                turns.arrived(bytes);
            }
        };
    }

    private static void requireSpace(Path part, long databaseBytes, long others) throws OperationException {
        String beside = others == 0 ? "" : ", with " + Sizes.human(others) + " that other streams still bring and";
        FreeSpace.require(
                part,
                databaseBytes + others + MARGIN,
                "the snapshot" + (beside.isEmpty() ? ", with" : beside)
                        + " a margin for what is written to etcd meanwhile,",
                "free some space there, or choose a place on another one: another FILE, or for a job another --state-dir");
    }

    /** The members hash what they hold while this reads what came. */
    private SnapshotProof proveWhileAsking(LiveComparison members, Path part, Arrival arrival)
            throws EtcdException, IOException, SnapshotRejected {
        try (ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> asking = beside.submit(() -> {
                members.askAhead(part);
                return part;
            });
            try {
                SnapshotProof proof =
                        prove(arrival.sender(), part, arrival.received().length());
                await(asking);
                return proof;
            } finally {
                asking.cancel(true);
            }
        }
    }

    private static void await(Future<?> asking) throws EtcdException, IOException {
        try {
            asking.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while members were compared").initCause(e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case EtcdException etcd -> throw etcd;
                case IOException io -> throw io;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private SnapshotProof prove(Sender sender, Path part, long length) throws IOException, SnapshotRejected {
        progress.on(new ProgressEvent.Proving(length));
        try (Snapshot snapshot = Snapshot.open(part)) {
            return snapshot.check(CHECKS, Progress.NONE);
        } catch (DamagedSnapshotException e) {
            throw new SnapshotRejected(
                    Check.DAMAGED,
                    "the snapshot from " + sender.text()
                            + " is damaged, although its digest is right: that member's own" + " database is damaged. "
                            + FailureWords.of(e),
                    Optional.of(e));
        }
    }
}
