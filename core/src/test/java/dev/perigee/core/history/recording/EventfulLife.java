package dev.perigee.core.history.recording;

import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdMember;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.test.servers.RealEtcd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The life of a cluster that is recorded: writes, and what else happens to a cluster and to who records it. The same seed gives the
 * same writes and the same order of all that happens.
 */
final class EventfulLife implements AutoCloseable {

    /** So far behind the newest revision stays what is compacted: of what was recorded last, etcd must be able to tell again. */
    private static final int BEHIND = 50;

    private static final int SOME = 25;

    private final RealEtcd etcd;
    private final RecordedCluster recorded;
    private final Random random;
    private final Workload workload;
    private EtcdConnection member;
    private Thread recorder;
    private long compacted = 1;
    private int memberChanges;

    private EventfulLife(RealEtcd etcd, RecordedCluster recorded, long seed) throws Exception {
        this.etcd = etcd;
        this.recorded = recorded;
        this.random = new Random(seed);
        this.member = RecordedCluster.connect(etcd);
        this.workload = new Workload(member, seed);
        this.recorder = recorded.record(etcd);
    }

    /** Begins it with the first timeline. */
    static EventfulLife begin(RealEtcd etcd, RecordedCluster recorded, long seed) throws Exception {
        EventfulLife life = new EventfulLife(etcd, recorded, seed);
        recorded.awaitBases(1);
        return life;
    }

    /** What happens between writes. */
    private enum Happening {
        NOTHING,
        COMPACTION,
        DEFRAGMENTATION,
        MEMBER_CHANGE,
        MEMBER_STOPPED,
        MEMBER_KILLED,
        RECORDER_AWAY,
        BACKUP
    }

    /** Lives to a revision; what the cluster says of every so many, and all of it is recorded then. */
    List<HashKv> run(int revisions, int step) throws Exception {
        List<HashKv> said = new ArrayList<>();
        for (Happening happening : happenings(revisions / step)) {
            long next = (said.size() + 1L) * step;
            workload.runTo(next);
            said.add(member.hashKv(next));
            happen(happening, next);
        }
        recorded.awaitRecorded(said.getLast().revision());
        return said;
    }

    /** In any order, and as many to the hundred in a long life as in a short one. */
    private List<Happening> happenings(int count) {
        List<Happening> happenings = new ArrayList<>();
        while (happenings.size() < count) {
            happenings.addAll(some(Math.min(SOME, count - happenings.size())));
        }
        Collections.shuffle(happenings, random);
        return happenings;
    }

    /** Each at least once, and more of what is common. */
    private static List<Happening> some(int count) {
        List<Happening> some = new ArrayList<>(List.of(Happening.values()));
        some.addAll(List.of(Happening.COMPACTION, Happening.COMPACTION, Happening.DEFRAGMENTATION));
        while (some.size() < count) {
            some.add(Happening.NOTHING);
        }
        return some;
    }

    private void happen(Happening happening, long revision) throws Exception {
        switch (happening) {
            case NOTHING -> {}
            case COMPACTION -> compact(revision - BEHIND);
            case DEFRAGMENTATION -> member.api().defragment(Duration.ofMinutes(1));
            case MEMBER_CHANGE -> changeMembers();
            case MEMBER_STOPPED -> restart(etcd::stop);
            case MEMBER_KILLED -> restart(etcd::kill);
            case RECORDER_AWAY -> goAway();
            case BACKUP -> recorded.bench().backup(etcd.endpoint());
        }
    }

    /** Only of what is recorded: what is compacted before it came is a gap, and another test's. */
    private void compact(long most) throws Exception {
        recorded.awaitRecorded(most);
        compacted = random.nextLong(compacted, most) + 1;
        member.api().compact(compacted, random.nextBoolean());
    }

    /** Each at an address of its own: of one address and one second, etcd makes the id of a member that it has removed. */
    private void changeMembers() throws Exception {
        String peer = "http://127.0.0.1:" + ++memberChanges;
        EtcdMember added = member.api().add(List.of(peer), true).value().member();
        workload.run(20);
        member.api().remove(added.id());
    }

    private void restart(Runnable end) throws Exception {
        member.close();
        end.run();
        etcd.restart();
        member = RecordedCluster.connect(etcd);
        workload.over(member);
    }

    private void goAway() throws Exception {
        RecordedCluster.end(recorder);
        workload.run(20);
        recorder = recorded.record(etcd);
    }

    @Override
    public void close() throws Exception {
        RecordedCluster.end(recorder);
        member.close();
    }
}
