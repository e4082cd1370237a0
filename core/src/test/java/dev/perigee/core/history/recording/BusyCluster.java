package dev.perigee.core.history.recording;

import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.RealEtcd;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** An etcd that is written to all the time, and what it says of its data every few writes. */
final class BusyCluster implements AutoCloseable {

    private static final int WRITES = 20;

    private final EtcdConnection member;
    private final Workload workload;
    private final List<HashKv> said = new CopyOnWriteArrayList<>();
    private final FutureTask<Void> writing = new FutureTask<>(this::write);
    private volatile boolean ended;

    private BusyCluster(EtcdConnection member, long seed) {
        this.member = member;
        this.workload = new Workload(member, seed);
    }

    static BusyCluster begin(RealEtcd etcd, long seed) throws Exception {
        BusyCluster busy = new BusyCluster(RecordedCluster.connect(etcd), seed);
        Thread.ofVirtual().start(busy.writing);
        return busy;
    }

    private Void write() throws EtcdException {
        while (!ended) {
            workload.run(WRITES);
            said.add(workload.hash());
        }
        return null;
    }

    /** What it has said, of ascending revisions. */
    List<HashKv> said() {
        return said;
    }

    /** Until it has said so much more. */
    void await(int more) {
        int enough = said.size() + more;
        Eventually.eventually(
                RecordedCluster.SOON, "it is written to", () -> said.size() >= enough || writing.isDone());
    }

    void compact() throws EtcdException {
        member.api().compact(said.getLast().revision(), true);
    }

    /** Writes no more. */
    void end() throws ExecutionException, InterruptedException {
        ended = true;
        writing.get();
    }

    @Override
    public void close() throws Exception {
        ended = true;
        writing.cancel(true);
        member.close();
    }
}
