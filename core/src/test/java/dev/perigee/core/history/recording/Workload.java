package dev.perigee.core.history.recording;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.etcd.client.KeyOperation;
import dev.perigee.etcd.client.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes of all kinds, and what a member says of its data in between. */
final class Workload {

    private EtcdConnection member;
    private final Random random;
    private final List<Long> leases = new ArrayList<>();

    Workload(EtcdConnection member, long seed) {
        this.member = member;
        this.random = new Random(seed);
    }

    /** Goes on over another connection. */
    void over(EtcdConnection other) {
        member = other;
    }

    /** Writes until the cluster is at a revision, or a little beyond it. */
    void runTo(long revision) throws EtcdException {
        for (long now = member.status().revision();
                now < revision;
                now = member.status().revision()) {
            run((int) Math.min(50, revision - now));
        }
    }

    void run(int operations) throws EtcdException {
        for (int i = 0; i < operations; i++) {
            one();
        }
    }

    private void one() throws EtcdException {
        switch (random.nextInt(12)) {
            case 0 -> member.keys().transaction(List.of(), several(), List.of());
            case 1 -> member.api().delete(KeyRange.prefix(Bytes.of("k" + random.nextInt(4))), false);
            case 2 -> member.api().delete(KeyRange.of(key()), false);
            case 3 -> {
                long lease =
                        member.leases().grant(0, 600 + random.nextInt(1_000)).id();
                leases.add(lease);
                member.keys().put(key(), value(), lease);
            }
            case 4 -> {
                if (leases.size() > 3) {
                    member.api().leases().revoke(leases.remove(random.nextInt(leases.size())));
                }
            }
            default -> member.keys().put(key(), value(), 0);
        }
    }

    private List<KeyOperation> several() {
        List<KeyOperation> operations = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            operations.add(new KeyOperation.Put(Bytes.of("t" + i + "-" + random.nextInt(9)), value(), 0));
        }
        operations.add(new KeyOperation.Delete(KeyRange.prefix(Bytes.of("k7"))));
        return operations;
    }

    private Bytes key() {
        return Bytes.of("k" + random.nextInt(60));
    }

    private Bytes value() {
        return Bytes.of("v".repeat(random.nextInt(300)));
    }

    HashKv hash() throws EtcdException {
        return member.hashKv(member.status().revision());
    }
}
