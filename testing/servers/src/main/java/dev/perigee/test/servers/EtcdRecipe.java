package dev.perigee.test.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How to start an etcd: make one with {@link #of}, add to it, call {@link #start()}. Immutable.
 *
 * @param version the minor version, {@code "3.6"}
 * @param flags extra flags, {@code --quota-backend-bytes=…}
 * @param tls what it serves its clients with; empty for plain HTTP
 */
public record EtcdRecipe(String version, List<String> flags, Optional<Tls> tls) {

    /**
     * TLS towards clients.
     *
     * @param ca the authority that {@code etcdctl} trusts, and that client certificates must come from
     * @param server the server's certificate
     * @param client asked of every client, and used by {@code etcdctl}; empty if clients need none
     */
    public record Tls(Path ca, CertifiedKey server, Optional<CertifiedKey> client) {}

    /** Copies the flags. */
    public EtcdRecipe {
        flags = List.copyOf(flags);
    }

    /**
     * A plain single member.
     *
     * @param version the minor version, {@code "3.4"} to {@code "3.7"}
     * @return a recipe without extras
     */
    public static EtcdRecipe of(String version) {
        return new EtcdRecipe(version, List.of(), Optional.empty());
    }

    /**
     * Adds flags.
     *
     * @param more each {@code --name=value}
     * @return a new recipe
     */
    public EtcdRecipe with(String... more) {
        return new EtcdRecipe(
                version, Stream.concat(flags.stream(), Stream.of(more)).toList(), tls);
    }

    /**
     * Serves clients over TLS.
     *
     * @param ca the authority that signed {@code server}
     * @param server the server's certificate, good for 127.0.0.1
     * @return a new recipe
     */
    public EtcdRecipe withTls(Path ca, CertifiedKey server) {
        return new EtcdRecipe(version, flags, Optional.of(new Tls(ca, server, Optional.empty())));
    }

    /**
     * Serves clients over TLS, and only those with a certificate.
     *
     * @param ca the authority that signed both
     * @param server the server's certificate, good for 127.0.0.1
     * @param client the one {@code etcdctl} shows
     * @return a new recipe
     */
    public EtcdRecipe withMutualTls(Path ca, CertifiedKey server, CertifiedKey client) {
        return new EtcdRecipe(version, flags, Optional.of(new Tls(ca, server, Optional.of(client))));
    }

    /**
     * Starts it as a single member on free ports; returns when it is healthy.
     *
     * @return the running server
     */
    public RealEtcd start() {
        return RealEtcd.start(this);
    }

    String scheme() {
        return tls.isPresent() ? "https" : "http";
    }

    List<String> serverFlags() {
        List<String> all = new ArrayList<>();
        tls.ifPresent(t -> {
            all.add("--cert-file=" + t.server().certificate());
            all.add("--key-file=" + t.server().key());
            t.client().ifPresent(ignored -> {
                all.add("--client-cert-auth");
                all.add("--trusted-ca-file=" + t.ca());
            });
        });
        all.addAll(flags);
        return all;
    }

    List<String> clientFlags() {
        List<String> all = new ArrayList<>();
        tls.ifPresent(t -> {
            all.add("--cacert=" + t.ca());
            t.client().ifPresent(client -> {
                all.add("--cert=" + client.certificate());
                all.add("--key=" + client.key());
            });
        });
        return all;
    }
}
