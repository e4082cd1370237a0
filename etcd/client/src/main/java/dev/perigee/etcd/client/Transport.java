package dev.perigee.etcd.client;

import dev.perigee.etcd.client.EtcdException.Kind;
import io.grpc.ManagedChannel;
import io.grpc.NameResolverRegistry;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One event loop and the channels on it. Closing ends its thread at once: a lingering selector delays the JVM's exit. */
final class Transport implements AutoCloseable {

    /** Says on every start whether epoll is there, which nobody asked. Loggers are held, or their level is garbage-collected. */
    private static final Logger TCP_METRICS = Logger.getLogger("io.grpc.netty.TcpMetrics");

    /** Prints a stack trace for a host that doesn't exist; the exception says it too. */
    private static final Logger CHANNEL = Logger.getLogger("io.grpc.internal.ManagedChannelImpl");

    /** Tells of each piece that was on its way when an answer was refused for its length. */
    private static final Logger STREAM = Logger.getLogger("io.grpc.internal.AbstractClientStream");

    /** Says that Unix sockets have no keep-alive, which nobody asked. */
    private static final Logger OPTIONS = Logger.getLogger("io.netty.bootstrap.Bootstrap");

    static {
        OPTIONS.setLevel(Level.SEVERE);
        STREAM.setLevel(Level.WARNING);
        TCP_METRICS.setLevel(Level.WARNING);
        CHANNEL.setLevel(Level.SEVERE);
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        NameResolverRegistry.getDefaultRegistry().register(new HostResolver.Provider());
    }

    /** A snapshot over a long fat line needs more in flight than grpc's 1 MiB. */
    private static final int FLOW_CONTROL_WINDOW = 4 << 20;

    /** Members refuse pings more often than every 5 s, and any without a call. */
    private static final int KEEPALIVE_SECONDS = 30;

    private final EtcdSettings settings;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("etcd-client", true), NioIoHandler.newFactory());
    private final Set<ManagedChannel> channels = ConcurrentHashMap.newKeySet();

    Transport(EtcdSettings settings) {
        this.settings = settings;
    }

    /** A channel to one member; it connects with the first call. */
    ManagedChannel open(URI endpoint) throws EtcdException {
        NettyChannelBuilder builder = builder(address(endpoint))
                .eventLoopGroup(loop)
                .withOption(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(settings.dialTimeout().toMillis()))
                .directExecutor()
                .offloadExecutor(
                        task -> Thread.ofVirtual().name("etcd-client-resolver").start(task))
                .disableRetry()
                .flowControlWindow(FLOW_CONTROL_WINDOW)
                .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveWithoutCalls(false)
                .maxInboundMessageSize(Messages.ANSWER);
        secure(endpoint, builder);
        ManagedChannel channel = builder.build();
        channels.add(channel);
        return channel;
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        channels.forEach(Transport::awaitEnd);
        loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }

    /** A channel that still wants to connect anew panics, in the log, if its event loop is gone. */
    private static void awaitEnd(ManagedChannel channel) {
        try {
            channel.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static NettyChannelBuilder builder(EndpointAddress address) {
        return switch (address) {
            case EndpointAddress.Host host ->
                NettyChannelBuilder.forTarget(HostResolver.Provider.target(host))
                        .channelType(NioSocketChannel.class, InetSocketAddress.class);
            case EndpointAddress.Socket socket ->
                NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket.path()))
                        .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                        .overrideAuthority("localhost");
        };
    }

    private void secure(URI endpoint, NettyChannelBuilder builder) throws EtcdException {
        if (!address(endpoint).tls()) {
            builder.usePlaintext();
            return;
        }
        builder.sslContext(TlsContext.of(settings.tls(), endpoint));
        settings.tls().flatMap(TlsSettings::serverName).ifPresent(builder::overrideAuthority);
    }

    private static EndpointAddress address(URI endpoint) throws EtcdException {
        return EndpointAddress.of(endpoint)
                .orElseThrow(
                        () -> new EtcdException(
                                Kind.INVALID,
                                endpoint,
                                "'" + endpoint
                                        + "' is no endpoint: it must read http://host:2379, https://host:2379 or unix:///path"));
    }
}
