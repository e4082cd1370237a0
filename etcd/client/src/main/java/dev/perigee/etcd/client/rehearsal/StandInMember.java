package dev.perigee.etcd.client.rehearsal;

import dev.perigee.etcd.client.HashKv;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Answers what a backup asks of a member, out of one snapshot, to this machine alone. It knows no keys, takes no log-in and
 * changes nothing. Best in a process of its own: what a server needs has no place in a client's class cache.
 */
public final class StandInMember implements AutoCloseable {

    private final EventLoopGroup loop;
    private final Server server;

    private StandInMember(EventLoopGroup loop, Server server) {
        this.loop = loop;
        this.server = server;
    }

    /**
     * Listens on a free port of the loopback address.
     *
     * @param snapshot as etcd sends it, with its digest; read anew for each stream
     * @param hash what it says of its keys, whatever revision is asked for
     * @return the member; close it
     * @throws IOException if the snapshot isn't there, or no port is free
     */
    public static StandInMember serve(Path snapshot, HashKv hash) throws IOException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            StandInAnswers answers = StandInAnswers.of(snapshot, hash);
            Server server = NettyServerBuilder.forAddress(anyPort)
                    .channelType(NioServerSocketChannel.class)
                    .bossEventLoopGroup(loop)
                    .workerEventLoopGroup(loop)
                    .directExecutor()
                    .addService(new StandInCluster(answers))
                    .addService(new StandInMaintenance(answers, snapshot))
                    .build();
            return new StandInMember(loop, server.start());
        } catch (IOException e) {
            end(loop);
            throw e;
        }
    }

    /**
     * Where it listens.
     *
     * @return an endpoint for a client
     */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    /** Breaks off what is under way, and listens no more. */
    @Override
    public void close() {
        server.shutdownNow();
        end(loop);
    }

    private static void end(EventLoopGroup loop) {
        loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
}
