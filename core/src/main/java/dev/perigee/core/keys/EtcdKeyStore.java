package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdCluster;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.KeyCondition;
import dev.perigee.etcd.client.KeyOperation;
import dev.perigee.etcd.client.KeyPage;
import dev.perigee.etcd.client.KeyRange;
import dev.perigee.etcd.client.KeyValue;
import dev.perigee.etcd.client.Lease;
import dev.perigee.etcd.client.TxnResult;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The keys of a live cluster. A failure that may pass makes the next call go to the next endpoint. */
public final class EtcdKeyStore implements KeyStore, AutoCloseable {

    private final EtcdCluster cluster;
    private final List<EtcdConnection> members;
    private final OneCluster origin;
    private final AtomicInteger turn = new AtomicInteger();

    private EtcdKeyStore(EtcdCluster cluster) {
        this.cluster = cluster;
        this.members = cluster.connections();
        this.origin = new OneCluster(cluster);
    }

    /**
     * Makes the connections; no byte is sent before the first call.
     *
     * @param settings the endpoints and how to reach them
     * @return the store
     * @throws EtcdException if the settings make no sense
     */
    public static EtcdKeyStore open(EtcdSettings settings) throws EtcdException {
        return new EtcdKeyStore(EtcdCluster.open(settings));
    }

    /**
     * Whether a failure may pass by itself.
     *
     * @param failure what a call threw
     * @return true for a member that is away, busy, or has lost its leader
     */
    public static boolean mayPass(IOException failure) {
        return failure instanceof EtcdException etcd && etcd.retryable();
    }

    @Override
    public Position position(KeyRange readable) throws EtcdException {
        return call(member -> {
            long revision = member.keys().rangeOfKeys(readable, 0, 1).revision();
            return new Position(origin.clusterOf(member), revision);
        });
    }

    @Override
    public Page range(KeyRange range, long revision, int limit, boolean keysOnly) throws EtcdException {
        for (int fewer = limit; ; fewer = Math.max(1, fewer / 8)) {
            try {
                return page(range, revision, fewer, keysOnly);
            } catch (EtcdException e) {
                if (e.kind() != EtcdException.Kind.TOO_LARGE || fewer == 1) {
                    throw e;
                }
            }
        }
    }

    private Page page(KeyRange range, long revision, int limit, boolean keysOnly) throws EtcdException {
        KeyPage page = call(member -> keysOnly
                ? member.keys().rangeOfKeys(range, revision, limit)
                : member.keys().range(range, revision, limit));
        return new Page(
                page.keyValues().stream().map(found -> entry(found, keysOnly)).toList(), page.more(), page.count());
    }

    @Override
    public List<Optional<KeyEntry>> read(List<Bytes> keys) throws EtcdException {
        List<KeyOperation> reads = keys.stream()
                .<KeyOperation>map(key -> new KeyOperation.Get(KeyRange.of(key), 1))
                .toList();
        TxnResult result = call(member -> member.keys().transaction(List.of(), reads, List.of()));
        List<Optional<KeyEntry>> found =
                result.results().stream().map(EtcdKeyStore::found).toList();
        for (int i = 0; i < keys.size(); i++) {
            if (found.size() != keys.size() || !isOf(keys.get(i), found.get(i))) {
                throw new EtcdException(
                        EtcdException.Kind.OTHER,
                        Optional.empty(),
                        "transaction: the answer can't be true: it isn't about the keys that were asked for");
            }
        }
        return found;
    }

    private static boolean isOf(Bytes key, Optional<KeyEntry> found) {
        return found.isEmpty() || found.get().key().equals(key);
    }

    private static Optional<KeyEntry> found(TxnResult.Result result) {
        return result instanceof TxnResult.Result.Got got
                ? got.page().keyValues().stream().findFirst().map(found -> entry(found, false))
                : Optional.empty();
    }

    private static KeyEntry entry(KeyValue found, boolean keyOnly) {
        return new KeyEntry(
                found.key(),
                keyOnly ? Optional.empty() : Optional.of(found.value()),
                found.createRevision(),
                found.modRevision(),
                found.version(),
                found.lease());
    }

    @Override
    public boolean write(List<Write> writes) throws EtcdException {
        List<KeyCondition> guards = writes.stream()
                .map(write -> KeyCondition.unchanged(write.key(), write.seenModRevision()))
                .toList();
        List<KeyOperation> operations =
                writes.stream().map(EtcdKeyStore::operation).toList();
        return call(member -> member.keys().transaction(guards, operations, List.of()))
                .succeeded();
    }

    private static KeyOperation operation(Write write) {
        return write.value().isPresent()
                ? new KeyOperation.Put(write.key(), write.value().get(), write.lease())
                : new KeyOperation.Delete(KeyRange.of(write.key()));
    }

    @Override
    public long grantLease(long seconds) throws EtcdException {
        return call(member -> member.leases().grant(0, seconds)).id();
    }

    @Override
    public Optional<LeaseTime> leaseTime(long id) throws EtcdException {
        Lease lease = call(member -> member.leases().look(id, false));
        return lease.alive()
                ? Optional.of(new LeaseTime(id, lease.grantedSeconds(), lease.secondsLeft()))
                : Optional.empty();
    }

    @Override
    public void history(Bytes key, long until, EntryVisitor visitor) throws IOException {
        EtcdConnection member = members.get(turn.get() % members.size());
        origin.require(member);
        new LiveHistory(member, key, until, visitor).run();
    }

    private <T> T call(Call<T> call) throws EtcdException {
        int now = turn.get();
        try {
            EtcdConnection member = members.get(now % members.size());
            origin.require(member);
            return call.on(member);
        } catch (EtcdException e) {
            if (e.retryable()) {
                turn.compareAndSet(now, (now + 1) % members.size());
            }
            throw e;
        }
    }

    @Override
    public void close() {
        cluster.close();
    }

    /** A call to one member. */
    @FunctionalInterface
    private interface Call<T> {

        T on(EtcdConnection member) throws EtcdException;
    }
}
