/** Talks to etcd members: connection, TLS, auth, the snapshot stream, unary calls. The only user of jetcd, grpc and netty. */
module dev.perigee.etcd.client {
    requires transitive dev.perigee.api;
    requires static org.jspecify;

    exports dev.perigee.etcd.client;
}
