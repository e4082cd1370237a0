package dev.perigee.etcd.client;

import com.google.protobuf.UnknownFieldSet;
import dev.perigee.etcd.client.EtcdException.Kind;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchProgressRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The changes of keys, as they come. It has no deadline, and ends when the member goes away. Used by one thread, but for {@link
 * #close}.
 */
public final class WatchStream implements AutoCloseable {

    private static final int MAY_BE_FRAGMENTS = 8;
    private static final int IS_FRAGMENT = 7;

    private final Caller caller;
    private final BlockingClientCall<WatchRequest, WatchResponse> call;
    private boolean heard;

    WatchStream(Caller caller, WatchQuery query, boolean led) throws EtcdException {
        this.caller = caller;
        this.call = caller.openWatch(led);
        write(WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(query.range().from().message())
                        .setRangeEnd(query.range().end().message())
                        .setStartRevision(query.from())
                        .setPrevKv(query.previous())
                        .setProgressNotify(query.progress())
                        .setUnknownFields(fragments(query.fragments())))
                .build());
    }

    /**
     * Waits for the next message.
     *
     * @param wait how long at most
     * @return empty if none came
     * @throws EtcdException BROKEN_OFF if the stream has ended; CANCELLED if this thread was interrupted; DENIED and others as
     *     for a read
     */
    public Optional<WatchAnswer> next(Duration wait) throws EtcdException {
        try {
            WatchResponse message = call.read(wait.toNanos(), TimeUnit.NANOSECONDS);
            if (message == null) {
                throw caller.failure(Kind.BROKEN_OFF, "watch: the member has ended the stream");
            }
            heard = true;
            return Optional.of(answer(message));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (StatusException e) {
            throw ended(caller.failure("watch", e.getStatus()));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Once it has answered, it is etcd, and speaks our scheme: no advice on that is any good. */
    private EtcdException ended(EtcdException failure) {
        return heard && failure.kind() == Kind.UNREACHABLE
                ? caller.failure(
                        Kind.BROKEN_OFF, "watch: the connection was lost; did the member stop, or the network break?")
                : failure;
    }

    /**
     * Asks how far etcd has come. The answer is a message without events; members before 3.4.25 and 3.5.8 may give it before events that
     * are older.
     *
     * @throws EtcdException as {@link #next}
     */
    public void askForProgress() throws EtcdException {
        write(WatchRequest.newBuilder()
                .setProgressRequest(WatchProgressRequest.getDefaultInstance())
                .build());
    }

    private void write(WatchRequest request) throws EtcdException {
        try {
            call.write(request);
        } catch (StatusException e) {
            throw caller.failure("watch", e.getStatus());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private EtcdException interrupted() {
        Thread.currentThread().interrupt();
        return caller.failure(Kind.CANCELLED, "the watch was interrupted");
    }

    private static WatchAnswer answer(WatchResponse message) {
        return new WatchAnswer(
                ResponseHeader.of(message.getHeader()),
                message.getCreated(),
                message.getCanceled(),
                message.getCompactRevision(),
                PeerText.clean(message.getCancelReason()),
                isFragment(message),
                message.getEventsList().stream().map(WatchStream::event).toList(),
                Bytes.of(message.toBuilder()
                        .clearWatchId()
                        .clearCancelReason()
                        .build()
                        .toByteString()));
    }

    /** The stubs don't know the field; etcd has it since 3.4. */
    private static UnknownFieldSet fragments(boolean wanted) {
        return wanted
                ? UnknownFieldSet.newBuilder()
                        .addField(
                                MAY_BE_FRAGMENTS,
                                UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                        .build()
                : UnknownFieldSet.getDefaultInstance();
    }

    private static boolean isFragment(WatchResponse message) {
        return message.getUnknownFields().getField(IS_FRAGMENT).getVarintList().stream()
                .anyMatch(value -> value != 0);
    }

    private static WatchEvent event(Event event) {
        return new WatchEvent(
                event.getType() == Event.EventType.DELETE,
                KeyValue.of(event.getKv()),
                event.hasPrevKv() ? Optional.of(KeyValue.of(event.getPrevKv())) : Optional.empty());
    }

    /** Ends the watch. */
    @Override
    public void close() {
        call.cancel("the watcher stopped", null);
    }
}
