package dev.perigee.test.relay;

import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC server before one real etcd member, plain HTTP on both sides. It forwards every call as it is, and spoils
 * snapshot streams on demand. Safe for many threads.
 */
public final class SnapshotRelay implements AutoCloseable {

    /** Clients that give up in the middle are this relay's purpose; held, or the setting is garbage-collected. */
    private static final Logger STREAM_ERRORS = Logger.getLogger("io.grpc.netty.NettyServerHandler");

    static {
        STREAM_ERRORS.setLevel(Level.OFF);
    }

    private static final String SNAPSHOT = "etcdserverpb.Maintenance/Snapshot";

    private final ManagedChannel etcd;
    private final Server server;
    private final Map<String, UnaryOperator<byte[]>> changes = new ConcurrentHashMap<>();
    private final AtomicInteger snapshots = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private volatile StreamFault fault = new StreamFault.None();

    private SnapshotRelay(URI endpoint) {
        etcd = NettyChannelBuilder.forAddress(endpoint.getHost(), endpoint.getPort())
                .usePlaintext()
                .directExecutor()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .build();
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .fallbackHandlerRegistry(new Methods())
                .build();
    }

    /**
     * Starts a relay without a fault.
     *
     * @param etcd the member's client URL
     * @return the running relay
     */
    public static SnapshotRelay before(URI etcd) {
        SnapshotRelay relay = new SnapshotRelay(etcd);
        try {
            relay.server.start();
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where it listens.
     *
     * @return a client URL
     */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    /**
     * Spoils the snapshot streams that are opened from now on.
     *
     * @param next what becomes of them
     */
    public void inject(StreamFault next) {
        fault = next;
    }

    /**
     * Changes the answers to one sort of call from now on.
     *
     * @param method as in {@code etcdserverpb.KV/Range}
     * @param change what becomes of an answer's bytes
     */
    public void change(String method, UnaryOperator<byte[]> change) {
        changes.put(method, change);
    }

    /** Lets every answer pass as it is. */
    public void changeNothing() {
        changes.clear();
    }

    /**
     * How many snapshot streams were opened.
     *
     * @return a count that only grows
     */
    public int snapshots() {
        return snapshots.get();
    }

    /**
     * How many snapshot streams the client gave up.
     *
     * @return a count that only grows
     */
    public int cancelled() {
        return cancelled.get();
    }

    @Override
    public void close() {
        server.shutdownNow();
        etcd.shutdownNow();
    }

    private final class Methods extends HandlerRegistry {

        @Override
        public ServerMethodDefinition<byte[], byte[]> lookupMethod(String name, @Nullable String authority) {
            MethodDescriptor<byte[], byte[]> method = MethodDescriptor.<byte[], byte[]>newBuilder(
                            Bytes.MARSHALLER, Bytes.MARSHALLER)
                    .setType(MethodDescriptor.MethodType.UNKNOWN)
                    .setFullMethodName(name)
                    .build();
            return ServerMethodDefinition.create(method, handler(method));
        }

        private UnaryOperator<byte[]> change(MethodDescriptor<byte[], byte[]> method) {
            return changes.getOrDefault(method.getFullMethodName(), UnaryOperator.identity());
        }

        private ServerCallHandler<byte[], byte[]> handler(MethodDescriptor<byte[], byte[]> method) {
            return (call, headers) -> {
                if (!method.getFullMethodName().equals(SNAPSHOT)) {
                    return RelayedCall.start(etcd, call, headers, new Forwarding(call, change(method)), () -> {});
                }
                snapshots.incrementAndGet();
                return RelayedCall.start(etcd, call, headers, new Spoiling(call, fault), cancelled::incrementAndGet);
            };
        }
    }
}
