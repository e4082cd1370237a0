/** Talks to etcd members: connection, TLS, auth, the snapshot stream, unary calls. The only user of jetcd, grpc and netty. */
module dev.perigee.etcd.client {
    requires transitive dev.perigee.api;
    requires static org.jspecify;
    requires java.logging;
    requires jetcd.grpc;
    requires com.google.protobuf;
    requires io.grpc;
    requires io.grpc.netty;
    requires io.grpc.stub;
    requires io.netty.codec.http2;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;

    exports dev.perigee.etcd.client;
    exports dev.perigee.etcd.client.rehearsal to
            dev.perigee.cli;
}
