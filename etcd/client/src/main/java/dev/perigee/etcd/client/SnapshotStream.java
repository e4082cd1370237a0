package dev.perigee.etcd.client;

import com.google.protobuf.ByteString;
import dev.perigee.etcd.client.EtcdException.Kind;
import io.etcd.jetcd.api.SnapshotResponse;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The snapshot as one member sends it: the database, then 32 bytes of SHA-256. Pull until it is empty; the digest and the
 * length are the caller's to check, because a stream may end early and still say OK.
 *
 * <p>Drain it at the speed of a local disk: while it is open, the member cannot reuse freed pages and its file grows.
 *
 * <p>One thread reads; any thread may {@link #cancel()}.
 */
public final class SnapshotStream implements AutoCloseable {

    /** A member whose own read of its file fails sends empty messages for ever. */
    private static final int MAX_EMPTY_BLOBS = 100;

    private static final int VERSION_FIELD = 4;

    private final Caller caller;
    private final Duration idleTimeout;
    private final StreamPace pace;
    private volatile BlockingClientCall<?, SnapshotResponse> call;
    private volatile boolean cancelled;
    private boolean mayRenewToken = true;
    private long received;
    private Optional<String> storageVersion = Optional.empty();

    SnapshotStream(Caller caller, Duration idleTimeout) {
        this.caller = caller;
        this.idleTimeout = idleTimeout;
        this.pace = new StreamPace(idleTimeout);
        this.call = caller.openSnapshot();
    }

    /**
     * Waits for the next message that has bytes.
     *
     * @return the next blob; empty at the end of the stream
     * @throws EtcdException TIMEOUT if no byte came within the idle timeout, or next to none over a few of them; BROKEN_OFF if the connection was lost or the
     *     member sends nothing but empty messages; CANCELLED if this thread was interrupted or somebody cancelled;
     *     DENIED if the user lacks the root role. The stream is over then, and there is no resuming
     */
    public Optional<SnapshotBlob> next() throws EtcdException {
        long begin = System.nanoTime();
        long end = begin + idleTimeout.toNanos();
        for (int empty = 0; empty <= MAX_EMPTY_BLOBS; empty++) {
            SnapshotResponse message = read(end);
            if (message == null) {
                return Optional.empty();
            }
            if (!message.getBlob().isEmpty()) {
                requirePace(message.getBlob().size(), System.nanoTime() - begin);
                return Optional.of(blob(message));
            }
        }
        cancel();
        throw caller.failure(
                Kind.BROKEN_OFF,
                "the snapshot stands still after " + received + " bytes: the member sent more than " + MAX_EMPTY_BLOBS
                        + " empty messages, which it does when it cannot read its own database file; look at its log and its disk");
    }

    /**
     * The version of the storage schema that the member names in each message.
     *
     * @return empty before the first blob, and from members before 3.6
     */
    public Optional<String> storageVersion() {
        return storageVersion;
    }

    /** Tells the member to stop. A {@link #next()} that waits throws CANCELLED. After the end it does nothing. */
    public void cancel() {
        cancelled = true;
        call.cancel("the reader stopped", null);
    }

    /** The same as {@link #cancel()}. */
    @Override
    public void close() {
        cancel();
    }

    private void requirePace(int bytes, long waited) throws EtcdException {
        if (!pace.goesOn(bytes, received == 0 ? 0 : waited)) {
            cancel();
            throw caller.failure(
                    Kind.TIMEOUT,
                    "the snapshot only drips: after " + received + " bytes next to nothing came for "
                            + StreamPace.WINDOWS * idleTimeout.toSeconds()
                            + " s; look at the member's disk and the network");
        }
    }

    private SnapshotBlob blob(SnapshotResponse message) {
        ByteString bytes = message.getBlob();
        received += bytes.size();
        if (storageVersion.isEmpty()) {
            storageVersion = UnknownFields.text(message, VERSION_FIELD).map(PeerText::clean);
        }
        return new SnapshotBlob(bytes.asReadOnlyByteBuffer(), message.getRemainingBytes());
    }

    private @Nullable SnapshotResponse read(long end) throws EtcdException {
        try {
            return call.read(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (StatusException e) {
            return readAgainOrThrow(e.getStatus(), end);
        } catch (TimeoutException e) {
            cancel();
            throw caller.failure(
                    Kind.TIMEOUT,
                    "the snapshot stands still: no byte for " + idleTimeout.toSeconds() + " s after " + received
                            + " bytes; look at the member's disk and the network");
        } catch (InterruptedException e) {
            cancel();
            Thread.currentThread().interrupt();
            throw caller.failure(Kind.CANCELLED, "the snapshot was interrupted after " + received + " bytes");
        }
    }

    private @Nullable SnapshotResponse readAgainOrThrow(Status status, long end) throws EtcdException {
        if (cancelled) {
            throw caller.failure(Kind.CANCELLED, "the snapshot was cancelled after " + received + " bytes");
        }
        if (received > 0) {
            throw caller.brokenOff(status, received);
        }
        if (mayRenewToken && caller.renewTokenIfStale(status)) {
            mayRenewToken = false;
            call = caller.openSnapshot();
            return read(end);
        }
        throw caller.failure("snapshot", status);
    }
}
