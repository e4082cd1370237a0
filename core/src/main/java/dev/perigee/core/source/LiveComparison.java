package dev.perigee.core.source;

import dev.perigee.core.catalog.Comparison;
import dev.perigee.core.source.HashAnswer.Hashed;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.client.EndpointStatus;
import dev.perigee.etcd.client.EtcdCluster;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.MemberChoice;
import dev.perigee.etcd.client.MemberStatus;
import dev.perigee.etcd.format.snapshot.DamagedSnapshotException;
import dev.perigee.etcd.format.snapshot.HashKv;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.RevisionNotHeldException;
import dev.perigee.etcd.format.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Asks the members what they hold: before a snapshot is taken, to know whom not to ask for it, and afterwards, to know what
 * it is worth. An etcd that doesn't answer is never a failure. For one attempt, on one thread at a time.
 */
final class LiveComparison {

    /** Compactions come minutes apart, so that members stand at one or two revisions; each more is a reading of the file. */
    private static final int MOST_READINGS = 2;

    private final EtcdSettings etcd;
    private final CompareSettings settings;
    private final Timing timing;
    private Optional<Poll> asked = Optional.empty();
    private Set<Long> outvoted = Set.of();

    private record Poll(long revision, HashVote vote) {}

    LiveComparison(EtcdSettings etcd, CompareSettings settings, Timing timing) {
        this.etcd = etcd;
        this.settings = settings;
        this.timing = timing;
    }

    /** Chooses a member that holds what the quorum holds. */
    MemberChoice choose(EtcdCluster cluster) throws EtcdException, IOException {
        List<EndpointStatus> statuses = cluster.statuses();
        MemberChoice choice = cluster.choose(statuses, Set.of());
        if (!settings.on() || voting(statuses).size() < 2) {
            return choice;
        }
        long newest = voting(statuses).stream()
                .mapToLong(MemberStatus::revision)
                .max()
                .orElseThrow();
        HashVote vote = poll(cluster, statuses, newest);
        asked = Optional.of(new Poll(newest, vote));
        outvoted = vote.outvoted();
        return outvoted.isEmpty() ? choice : cluster.choose(statuses, outvoted);
    }

    private static List<MemberStatus> voting(List<EndpointStatus> statuses) {
        return statuses.stream()
                .filter(EndpointStatus.Answered.class::isInstance)
                .map(status -> ((EndpointStatus.Answered) status).status())
                .filter(status -> !status.learner())
                .toList();
    }

    private HashVote poll(EtcdCluster cluster, List<EndpointStatus> statuses, long revision)
            throws EtcdException, IOException {
        HashPoll poll = new HashPoll(cluster, timing, settings.timeout());
        HashPoll.Roster roster = poll.roster();
        return new HashVote(poll.ask(statuses, roster, revision), roster.voters());
    }

    /**
     * Asks at the revision that a snapshot seems to be of, while it is being proven. If it is of another one, or damaged, that
     * comes to light there, and then {@link #of} asks again, or nobody does.
     */
    void askAhead(Path file) throws EtcdException, IOException {
        if (settings.on()) {
            OptionalLong revision = seeming(file);
            if (revision.isPresent()) {
                asked = Optional.of(new Poll(revision.getAsLong(), at(revision.getAsLong())));
            }
        }
    }

    private static OptionalLong seeming(Path file) throws IOException {
        try (Snapshot snapshot = Snapshot.open(file)) {
            return OptionalLong.of(snapshot.currentRevision());
        } catch (DamagedSnapshotException e) {
            return OptionalLong.empty(); // the proof beside this tells what is wrong with it
        }
    }

    /** What the members hold at the snapshot's revision; empty if they aren't to be asked. */
    Optional<Comparison> of(Path file, HashKv own, String version) throws EtcdException, IOException {
        if (!settings.on()) {
            return Optional.empty();
        }
        HashVote vote = at(own.revision());
        Map<Long, Long> hashes = new HashMap<>(Map.of(own.compactRevision(), own.hash()));
        for (long compacted : further(vote, own.compactRevision())) {
            hash(file, own.revision(), compacted).ifPresent(hash -> hashes.put(compacted, hash));
        }
        return Optional.of(vote.of(new HashVote.Own(version, answer -> find(hashes, answer)), outvoted));
    }

    private HashVote at(long revision) throws EtcdException, IOException {
        if (asked.isPresent() && asked.get().revision() == revision) {
            return asked.get().vote();
        }
        try (EtcdCluster cluster = EtcdCluster.open(etcd)) {
            return poll(cluster, cluster.statuses(), revision);
        }
    }

    private static List<Long> further(HashVote vote, long compacted) {
        return vote.answers().stream()
                .flatMap(answer -> answer.said() instanceof Hashed hashed
                        ? Optional.of(hashed.compacted()).stream()
                        : Stream.empty())
                .filter(other -> other > compacted)
                .distinct()
                .limit(MOST_READINGS)
                .toList();
    }

    private static Optional<Long> hash(Path file, long revision, long compacted) throws IOException {
        try (Snapshot snapshot = Snapshot.open(file)) {
            return Optional.of(snapshot.hashKvCompactedAt(revision, compacted, Progress.NONE)
                    .hash());
        } catch (RevisionNotHeldException e) {
            return Optional.empty();
        }
    }

    private static OptionalLong find(Map<Long, Long> hashes, Hashed answer) {
        Long hash = hashes.get(answer.compacted());
        return hash == null ? OptionalLong.empty() : OptionalLong.of(hash);
    }
}
