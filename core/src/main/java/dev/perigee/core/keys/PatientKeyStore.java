package dev.perigee.core.keys;

import dev.perigee.core.time.Retry;
import dev.perigee.core.time.Sleeper;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyRange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A store whose calls are made again when they fail in a way that may pass: a member restarts, the leader changes, a
 * token expires. A write whose fate is unknown may be made again because it is guarded: if the first one went
 * through, the second finds the keys changed.
 */
public final class PatientKeyStore implements KeyStore {

    private static final int ATTEMPTS = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final KeyStore store;
    private final Predicate<IOException> passing;
    private final Retry retry;

    /**
     * Wraps a store.
     *
     * @param store makes each call once
     * @param passing whether a failure may pass
     * @param sleeper waits between the attempts
     */
    public PatientKeyStore(KeyStore store, Predicate<IOException> passing, Sleeper sleeper) {
        this.store = store;
        this.passing = passing;
        this.retry = new Retry(ATTEMPTS, attempt -> FIRST_PAUSE.multipliedBy(1L << (attempt - 1)), sleeper);
    }

    @Override
    public Position position(KeyRange readable) throws IOException {
        return patiently(() -> store.position(readable));
    }

    @Override
    public Page range(KeyRange range, long revision, int limit, boolean keysOnly) throws IOException {
        return patiently(() -> store.range(range, revision, limit, keysOnly));
    }

    @Override
    public List<Optional<KeyEntry>> read(List<Bytes> keys) throws IOException {
        return patiently(() -> store.read(keys));
    }

    @Override
    public boolean write(List<Write> writes) throws IOException {
        return patiently(() -> store.write(writes));
    }

    @Override
    public long grantLease(long seconds) throws IOException {
        return patiently(() -> store.grantLease(seconds));
    }

    @Override
    public Optional<LeaseTime> leaseTime(long id) throws IOException {
        return patiently(() -> store.leaseTime(id));
    }

    /** Not made again: some may have been shown already. */
    @Override
    public void history(Bytes key, long until, EntryVisitor visitor) throws IOException {
        store.history(key, until, visitor);
    }

    private <T> T patiently(Call<T> call) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.make();
            } catch (IOException e) {
                retry.pauseAfter(attempt, e, passing.test(e), pause -> {}, () -> interrupted(e));
            }
        }
    }

    private static IOException interrupted(IOException failure) {
        InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting to try again");
        interrupted.addSuppressed(failure);
        return interrupted;
    }

    /** A call to etcd. */
    @FunctionalInterface
    private interface Call<T> {

        T make() throws IOException;
    }
}
