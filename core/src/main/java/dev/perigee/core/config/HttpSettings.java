package dev.perigee.core.config;

import dev.perigee.etcd.client.TlsSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the daemon answers over HTTP, and whom.
 *
 * @param host the address to listen on, as it is written
 * @param port 0 for any that is free
 * @param tls its certificate; empty for plain HTTP, which only loopback may have
 * @param readTokens files with a token each, whose bearers may read; none on loopback: everybody there may
 * @param operateTokens files with a token each, whose bearers may also start backups and delete them
 * @param gravityMetrics whether the metrics also have Gravity's names
 */
public record HttpSettings(
        String host,
        int port,
        Optional<HttpTls> tls,
        List<Path> readTokens,
        List<Path> operateTokens,
        boolean gravityMetrics) {

    /** One that can be guessed is no token. */
    public static final int SHORTEST_TOKEN = 16;

    /** Of a token's file no more is read. */
    public static final int LONGEST_TOKEN = 4096;

    /** Copies the lists. */
    public HttpSettings {
        readTokens = List.copyOf(readTokens);
        operateTokens = List.copyOf(operateTokens);
    }

    /** What somebody may do. */
    public enum Right {
        /** Look. */
        READ,
        /** Also start, verify and delete. */
        OPERATE
    }

    /**
     * The server's certificate, and its clients'.
     *
     * @param certificate a PEM file: ours, then those of the authorities between
     * @param key a PEM file: its private key
     * @param clientAuthorities a PEM file of authorities: no client gets in without a certificate of one of them; empty to ask
     *     for none
     * @param clientsMay what such a certificate allows without a token
     */
    public record HttpTls(Path certificate, Path key, Optional<Path> clientAuthorities, Right clientsMay) {

        /**
         * Why no connection could come about with the certificate and the key. Reads both.
         *
         * @return a sentence that names the file; empty if they belong together
         */
        public Optional<String> ownFault() {
            return new TlsSettings(
                            Optional.empty(), Optional.of(certificate), Optional.of(key), Optional.empty(), false)
                    .ownFault();
        }
    }

    /**
     * Whether nobody on another machine gets at it.
     *
     * @return true for 127.0.0.0/8, ::1 and localhost
     */
    public boolean isLoopback() {
        return isLoopback(host);
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    /**
     * Whether only who shows a token or a certificate may read.
     *
     * @return false only on loopback without read tokens
     */
    public boolean asksReaders() {
        return !isLoopback() || !readTokens.isEmpty();
    }

    /**
     * The address.
     *
     * @return resolved
     */
    public InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }
}
