package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.etcd.client.EtcdApi;
import dev.perigee.etcd.client.EtcdException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A lease that is kept alive while this is open, and with it the keys that hang on it. */
final class LeaseSession implements AutoCloseable {

    private final Target target;
    private final EtcdApi api;
    private final long id;
    private final Duration third;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread keeper;

    private LeaseSession(Target target, EtcdApi api, long id, Duration third) {
        this.target = target;
        this.api = api;
        this.id = id;
        this.third = third;
        this.keeper = Thread.startVirtualThread(this::keep);
    }

    /** A new lease; the server may give it more seconds. */
    static LeaseSession begin(Target target, EtcdApi api, long seconds) throws EtcdException {
        var lease = api.leases().grant(0, seconds).value();
        return new LeaseSession(target, api, lease.id(), Duration.ofMillis(lease.grantedSeconds() * 1000 / 3));
    }

    long id() {
        return id;
    }

    /** How long one may look elsewhere before asking {@link #requireAlive()} again. */
    Duration third() {
        return third;
    }

    void requireAlive() throws Failure {
        if (over.getCount() == 0) {
            throw Failure.of(ExitCode.ERROR, "session expired");
        }
    }

    /**
     * Waits for the lease to be lost.
     *
     * @throws InterruptedException the usual end
     */
    void await() throws InterruptedException, Failure {
        over.await();
        requireAlive();
    }

    /** Asks three times in its time to live; when two have failed, the third may be too late. */
    private void keep() {
        int failed = 0;
        while (failed < 3) {
            try {
                if (over.await(third.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                failed = anywhere(member -> member.leases().keepAlive(id))
                                .value()
                                .alive()
                        ? 0
                        : 3;
            } catch (EtcdException e) {
                failed++;
            } catch (InterruptedException e) {
                return;
            }
        }
        over.countDown();
    }

    /** At the member that the session began with; if that one is gone, at the first that answers. */
    private <T> T anywhere(Target.Question<T> question) throws EtcdException {
        try {
            return question.ask(api);
        } catch (EtcdException e) {
            if (!e.retryable()) {
                throw e;
            }
            return target.ask(question);
        }
    }

    /** Ends the lease, and with it all keys that hang on it; where that can't be said to the server, it ends by itself. */
    @Override
    public void close() {
        keeper.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            anywhere(member -> member.leases().revoke(id));
        } catch (EtcdException e) {
            over.countDown(); // its time to live is short
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
