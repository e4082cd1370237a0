package dev.perigee.etcd.client;

import dev.perigee.api.Secret;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The token that stands for user and password, attached to every call. Safe for many threads. */
final class AuthToken implements ClientInterceptor {

    private static final Metadata.Key<String> HEADER = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);

    /** What a header may hold; etcd's are a word and a number, or a JSON web token. */
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,16384}");

    private final Optional<Credentials> credentials;
    private final Channel channel;
    private final Duration timeout;
    private boolean obtained;
    private Optional<String> token = Optional.empty();

    AuthToken(Optional<Credentials> credentials, Channel channel, Duration timeout) {
        this.credentials = credentials;
        this.channel = channel;
        this.timeout = timeout;
    }

    /** Logs in unless that was done already. A cluster without auth gives no token and needs none. */
    synchronized void obtain() throws StatusException {
        if (obtained || credentials.isEmpty()) {
            return;
        }
        try {
            token = Optional.of(authenticate(credentials.get()));
        } catch (StatusException e) {
            if (!authIsOff(e.getStatus())) {
                throw e;
            }
        }
        obtained = true;
    }

    synchronized void forget() {
        obtained = false;
        token = Optional.empty();
    }

    /** Whether a failure says that the token is no longer good: expired, or auth was changed since. The texts are etcd's API. */
    boolean isStale(Status status) {
        String text = String.valueOf(status.getDescription());
        return credentials.isPresent()
                && (text.contains("invalid auth token")
                        || text.contains("revision of auth store is old")
                        || text.contains("revision in header is old")
                        || text.contains("user name is empty"));
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                current().ifPresent(value -> headers.put(HEADER, value));
                super.start(listener, headers);
            }
        };
    }

    private synchronized Optional<String> current() {
        return token;
    }

    private String authenticate(Credentials user) throws StatusException {
        String given = AuthGrpc.newBlockingV2Stub(channel)
                .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
                .authenticate(AuthenticateRequest.newBuilder()
                        .setName(user.user())
                        .setPassword(password(user).reveal())
                        .build())
                .getToken();
        if (!TOKEN.matcher(given).matches()) {
            throw Status.INTERNAL
                    .withDescription("the member gave a token that can't be shown to it")
                    .asException();
        }
        return given;
    }

    private static Secret password(Credentials user) throws StatusException {
        try {
            return user.password().read();
        } catch (IOException e) {
            throw Status.UNAUTHENTICATED
                    .withDescription("the password of user '" + user.user() + "' can't be read: " + e.getMessage())
                    .withCause(e)
                    .asException();
        }
    }

    private static boolean authIsOff(Status status) {
        return String.valueOf(status.getDescription()).contains("authentication is not enabled");
    }
}
