package dev.perigee.core.fleet;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdCluster;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.KeyCondition;
import dev.perigee.etcd.client.KeyOperation;
import dev.perigee.etcd.client.KeyPage;
import dev.perigee.etcd.client.KeyRange;
import dev.perigee.etcd.client.Lease;
import dev.perigee.etcd.client.TxnResult;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The daemons' keys in etcd. Each call is tried at one endpoint after the other: all are reads, or conditional so that doing one
 * twice does nothing more. A connection that fails is made anew, with what the certificates' files say by then. Safe for many
 * threads.
 */
final class FleetStore implements AutoCloseable {

    /** Below the 128 operations that etcd takes by default. */
    private static final int BATCH = 100;

    private final Supplier<EtcdSettings> settings;
    private final Duration longest;
    private final FleetKeys keys;
    private Optional<EtcdCluster> open = Optional.empty();
    private int preferred;

    private interface Call<T> {
        T on(EtcdConnection member) throws EtcdException;
    }

    /**
     * No call is made yet.
     *
     * @param leader where they agree
     * @param etcd how to reach it, asked for each connection: passwords change
     */
    FleetStore(LeaderSettings leader, Supplier<EtcdSettings> etcd) {
        this.settings = etcd;
        this.longest = leader.round();
        this.keys = new FleetKeys(leader.prefix());
    }

    /** An answer that comes after the next round is none. */
    private EtcdSettings impatient() {
        EtcdSettings etcd = settings.get();
        return new EtcdSettings(
                etcd.endpoints(),
                etcd.tls(),
                etcd.credentials(),
                shorter(etcd.dialTimeout(), longest),
                shorter(etcd.commandTimeout(), longest),
                etcd.idleTimeout());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    Lease grant(long seconds) throws EtcdException {
        return ask(member -> member.leases().grant(0, seconds));
    }

    /** Whether it is still there. */
    boolean keepAlive(long lease) throws EtcdException {
        return ask(member -> member.api().leases().keepAlive(lease).value().alive());
    }

    /** One that is gone is what was wanted: the answer may have been lost, or the lease was over. */
    void revoke(long lease) throws EtcdException {
        try {
            ask(member -> member.api().leases().revoke(lease));
        } catch (EtcdException e) {
            if (e.kind() != EtcdException.Kind.NOT_FOUND) {
                throw e;
            }
        }
    }

    FleetView look() throws EtcdException {
        return FleetView.of(ask(member -> member.keys().range(keys.all(), 0, 0)), keys);
    }

    void join(long lease, String instance, String jobs) throws EtcdException {
        ask(member -> member.keys().put(keys.daemon(lease), value(instance, jobs), lease));
    }

    /** Takes jobs that nobody has, some at a time; where somebody was faster with one, none of those. */
    void claim(List<String> jobs, long lease, String instance) throws EtcdException {
        Bytes value = value(instance, "");
        batches(
                jobs,
                job -> KeyCondition.absent(keys.claim(job)),
                job -> new KeyOperation.Put(keys.claim(job), value, lease));
    }

    /** Gives jobs up that are still held by these claims. */
    void release(Map<String, Long> fences) throws EtcdException {
        batches(
                List.copyOf(fences.keySet()),
                job -> held(job, fences.getOrDefault(job, 0L)),
                job -> new KeyOperation.Delete(KeyRange.of(keys.claim(job))));
    }

    /** Takes claims away that nobody has changed since they were seen without a lease. */
    void sweep(Map<String, Long> strays) throws EtcdException {
        batches(
                List.copyOf(strays.keySet()),
                job -> KeyCondition.unchanged(keys.claim(job), strays.getOrDefault(job, 0L)),
                job -> new KeyOperation.Delete(KeyRange.of(keys.claim(job))));
    }

    void goAway(long lease) throws EtcdException {
        transaction(List.of(), List.of(new KeyOperation.Delete(KeyRange.of(keys.daemon(lease)))));
    }

    /** Whether a claim stands. It is read along: etcd answers a transaction that reads nothing from what it may have missed. */
    boolean stands(String job, long fence) throws EtcdException {
        KeyOperation read = new KeyOperation.Get(KeyRange.of(keys.claim(job)), 1);
        return ask(member -> member.keys().transaction(List.of(held(job, fence)), List.of(read), List.of(read)))
                .succeeded();
    }

    /** Who has a job now; empty if nobody. */
    Optional<FleetView.Claim> holder(String job) throws EtcdException {
        KeyPage page = ask(member -> member.keys().range(KeyRange.of(keys.claim(job)), 0, 1));
        return Optional.ofNullable(FleetView.of(page, keys).claims().get(job));
    }

    Optional<FleetRun> run(String run) throws EtcdException {
        return ask(member -> member.keys().get(keys.run(run))).flatMap(found -> FleetRun.read(found.value()));
    }

    /** Writes down a run while its claim stands. Whether it does. */
    boolean record(String job, String run, FleetRun value) throws EtcdException {
        return transaction(
                        List.of(held(job, value.fence())),
                        List.of(new KeyOperation.Put(keys.run(run), value.write(), 0)))
                .succeeded();
    }

    private KeyCondition held(String job, long fence) {
        return new KeyCondition(
                keys.claim(job), KeyCondition.Subject.CREATE_REVISION, KeyCondition.Comparison.EQUAL, fence);
    }

    private static Bytes value(String instance, String jobs) {
        return Bytes.of(Json.write(
                JsonObject.builder().put("instance", instance).put("jobs", jobs).build()));
    }

    private void batches(
            List<String> jobs, Function<String, KeyCondition> condition, Function<String, KeyOperation> operation)
            throws EtcdException {
        List<String> left = new ArrayList<>(jobs);
        while (!left.isEmpty()) {
            List<String> some = left.subList(0, Math.min(BATCH, left.size()));
            transaction(
                    some.stream().map(condition).toList(),
                    some.stream().map(operation).toList());
            some.clear();
        }
    }

    private TxnResult transaction(List<KeyCondition> conditions, List<KeyOperation> then) throws EtcdException {
        return ask(member -> member.keys().transaction(conditions, then, List.of()));
    }

    private <T> T ask(Call<T> call) throws EtcdException {
        List<EtcdConnection> members = members();
        int first = first();
        Optional<EtcdException> failure = Optional.empty();
        for (int i = 0; i < members.size(); i++) {
            int index = (first + i) % members.size();
            try {
                T answer = call.on(members.get(index));
                prefer(index);
                return answer;
            } catch (EtcdException e) {
                if (!e.retryable()) {
                    forgetAfter(e.kind());
                    throw e;
                }
                failure = Optional.of(failure.orElse(e));
            }
        }
        close();
        throw failure.orElseThrow();
    }

    /** Who we are may have changed. */
    private void forgetAfter(EtcdException.Kind kind) {
        switch (kind) {
            case AUTH_FAILED, DENIED, TLS, SETTINGS -> close();
            default -> {}
        }
    }

    private synchronized int first() {
        return preferred;
    }

    private synchronized void prefer(int index) {
        preferred = index;
    }

    private synchronized List<EtcdConnection> members() throws EtcdException {
        if (open.isEmpty()) {
            open = Optional.of(EtcdCluster.open(impatient()));
        }
        return open.get().connections();
    }

    /** Closes the connections; the next call makes others. */
    @Override
    public synchronized void close() {
        open.ifPresent(EtcdCluster::close);
        open = Optional.empty();
    }
}
