package dev.perigee.etcd.client;

import dev.perigee.etcd.client.EtcdException.Kind;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.SnapshotRequest;
import io.etcd.jetcd.api.SnapshotResponse;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Calls one member: with a deadline, with the user's token, and with failures put into our words. Safe for many threads. */
final class Caller {

    /** One request on a stub that has its deadline. */
    interface Request<S, T> {
        T send(S stub) throws StatusException;
    }

    /** As etcd's own client says it. */
    private static final Metadata LED = new Metadata();

    static {
        LED.put(Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER), "true");
    }

    private final URI endpoint;
    private final Channel channel;
    private final AuthToken token;
    private final Duration commandTimeout;

    Caller(EtcdSettings settings, URI endpoint, Channel bare) {
        this.endpoint = endpoint;
        this.token = new AuthToken(settings.credentials(), bare, settings.commandTimeout());
        this.channel = ClientInterceptors.intercept(bare, token);
        this.commandTimeout = settings.commandTimeout();
    }

    /**
     * Makes one call. If the member has forgotten our token, which it says before it does anything, logs in again and
     * repeats the call once.
     */
    <S extends AbstractStub<S>, T> T call(String what, Function<Channel, S> service, Request<S, T> request)
            throws EtcdException {
        return call(what, commandTimeout, service, request);
    }

    /** The same within another time than the settings'. */
    <S extends AbstractStub<S>, T> T call(
            String what, Duration within, Function<Channel, S> service, Request<S, T> request) throws EtcdException {
        logIn();
        try {
            return request.send(stub(service, within));
        } catch (StatusException e) {
            if (!renewTokenIfStale(e.getStatus())) {
                throw failure(what, e.getStatus());
            }
        }
        try {
            return request.send(stub(service, within));
        } catch (StatusException e) {
            throw failure(what, e.getStatus());
        }
    }

    /** Opens the stream without a deadline; the first read tells whether it succeeded. */
    BlockingClientCall<?, SnapshotResponse> openSnapshot() {
        return MaintenanceGrpc.newBlockingV2Stub(channel)
                .withMaxInboundMessageSize(Messages.BLOB)
                .snapshot(SnapshotRequest.getDefaultInstance());
    }

    /** Opens a watch without a deadline; the first read tells whether it succeeded. One that is led ends when the leader is lost. */
    BlockingClientCall<WatchRequest, WatchResponse> openWatch(boolean led) throws EtcdException {
        logIn();
        WatchGrpc.WatchBlockingV2Stub stub =
                WatchGrpc.newBlockingV2Stub(channel).withMaxInboundMessageSize(Messages.UNPAGED);
        return (led ? stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(LED)) : stub).watch();
    }

    /** Gets the token that the following calls show; does nothing without credentials or with a token at hand. */
    void logIn() throws EtcdException {
        try {
            token.obtain();
        } catch (StatusException e) {
            throw failure("login", e.getStatus());
        }
    }

    /** Logs in again if that is what a failure asks for; whether it did. */
    boolean renewTokenIfStale(Status status) throws EtcdException {
        if (!token.isStale(status)) {
            return false;
        }
        token.forget();
        logIn();
        return true;
    }

    EtcdException failure(String what, Status status) {
        return Failures.of(endpoint, what, status);
    }

    EtcdException brokenOff(Status status, long received) {
        return Failures.brokenOff(endpoint, received, status);
    }

    EtcdException failure(Kind kind, String message) {
        return new EtcdException(kind, endpoint, endpoint + ": " + message);
    }

    private <S extends AbstractStub<S>> S stub(Function<Channel, S> service, Duration within) {
        return service.apply(channel).withDeadlineAfter(within.toNanos(), TimeUnit.NANOSECONDS);
    }
}
