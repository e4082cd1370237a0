package dev.perigee.core.source;

import dev.perigee.core.source.HashAnswer.Hashed;
import dev.perigee.core.source.HashAnswer.Said;
import dev.perigee.core.source.HashAnswer.Silent;
import dev.perigee.core.time.Timing;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Words;
import dev.perigee.etcd.client.EndpointStatus;
import dev.perigee.etcd.client.EtcdCluster;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.EtcdException.Kind;
import dev.perigee.etcd.client.EtcdMember;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.etcd.client.MemberStatus;
import dev.perigee.etcd.client.PeerText;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Asks the members for their HashKV at one revision, one after the other: a member's writes may wait while it
 * hashes, and a quorum must not stand still at once. Who isn't there yet, or hasn't compacted as far as the others, is asked again. For
 * one thread.
 */
final class HashPoll {

    private static final int ROUNDS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    /** Who belongs to the cluster. */
    record Roster(Map<Long, String> names, int voters) {}

    private final EtcdCluster etcd;
    private final Timing timing;
    private final Duration timeout;
    private final long start;

    HashPoll(EtcdCluster etcd, Timing timing, Duration timeout) {
        this.etcd = etcd;
        this.timing = timing;
        this.timeout = timeout;
        this.start = timing.ticker().getAsLong();
    }

    /** As the first that answers lists them; where none does, the endpoints stand for the members. */
    Roster roster() throws EtcdException {
        for (EtcdConnection connection : etcd.connections()) {
            try {
                List<EtcdMember> members = connection.members();
                long voters =
                        members.stream().filter(member -> !member.learner()).count();
                return new Roster(
                        members.stream()
                                .filter(member -> !member.name().isEmpty())
                                .collect(Collectors.toMap(
                                        EtcdMember::id, member -> PeerText.clean(member.name()), (one, other) -> one)),
                        (int) voters);
            } catch (EtcdException e) {
                rethrowIfCancelled(e);
            }
        }
        return new Roster(Map.of(), etcd.connections().size());
    }

    /** An answer for each status. */
    List<HashAnswer> ask(List<EndpointStatus> statuses, Roster roster, long revision)
            throws EtcdException, InterruptedIOException {
        List<HashAnswer> answers = new ArrayList<>();
        for (int at = 0; at < statuses.size(); at++) {
            answers.add(ask(statuses.get(at), roster, revision, statuses.size() - at));
        }
        Duration pause = FIRST_PAUSE;
        for (int round = 1;
                round < ROUNDS && answers.stream().anyMatch(answer -> isUnsettled(answer, answers));
                round++) {
            sleep(pause);
            pause = pause.multipliedBy(2);
            List<HashAnswer> before = List.copyOf(answers);
            for (int at = 0; at < statuses.size(); at++) {
                if (isUnsettled(before.get(at), before)) {
                    answers.set(at, ask(statuses.get(at), roster, revision, statuses.size() - at));
                }
            }
        }
        return List.copyOf(answers);
    }

    /** A compaction reaches one member after the other. */
    private static boolean isUnsettled(HashAnswer answer, List<HashAnswer> all) {
        return switch (answer.said()) {
            case Silent silent -> silent.mayPass();
            case Hashed hashed ->
                all.stream()
                        .anyMatch(other ->
                                other.said() instanceof Hashed further && further.compacted() > hashed.compacted());
        };
    }

    private HashAnswer ask(EndpointStatus status, Roster roster, long revision, int left) throws EtcdException {
        return switch (status) {
            case EndpointStatus.Failed failed -> {
                String reason = PeerText.clean(FailureWords.of(failed.failure()));
                yield new HashAnswer(0, failed.endpoint().toString(), "", new Silent(reason, false));
            }
            case EndpointStatus.Answered(MemberStatus member) -> {
                String name = roster.names()
                        .getOrDefault(member.memberId(), member.endpoint().toString());
                yield new HashAnswer(
                        member.memberId(), name, PeerText.clean(member.version()), said(member, revision, left));
            }
        };
    }

    private Said said(MemberStatus member, long revision, int left) throws EtcdException {
        Duration remaining = timeout.minus(timing.since(start)).dividedBy(left);
        if (member.learner()) {
            return new Silent("it is a learner", false);
        }
        if (!remaining.isPositive()) {
            return new Silent("no time was left: compare-timeout is " + Words.span(timeout), false);
        }
        try {
            HashKv hash = connection(member).hashKv(revision, remaining);
            return new Hashed(hash.hash(), hash.compactRevision());
        } catch (EtcdException e) {
            rethrowIfCancelled(e);
            return new Silent(PeerText.clean(FailureWords.of(e)), e.kind() == Kind.COMPACTED);
        }
    }

    private EtcdConnection connection(MemberStatus member) {
        return etcd.connections().stream()
                .filter(connection -> connection.endpoint().equals(member.endpoint()))
                .findFirst()
                .orElseThrow();
    }

    private static void rethrowIfCancelled(EtcdException e) throws EtcdException {
        if (e.kind() == Kind.CANCELLED) {
            throw e;
        }
    }

    private void sleep(Duration pause) throws InterruptedIOException {
        try {
            timing.sleeper().sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while members were compared");
        }
    }
}
