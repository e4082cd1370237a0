package dev.perigee.etcd.client;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a client URL leads. Host names are taken as name services take them, with underscores too, which the URL's grammar
 * lacks; Docker's have them. Pure.
 */
public sealed interface EndpointAddress {

    /** etcd's port for clients. */
    int DEFAULT_PORT = 2379;

    /**
     * Whether TLS is spoken there.
     *
     * @return for {@code https} and {@code unixs}
     */
    boolean tls();

    /**
     * A port of a host.
     *
     * @param name its name or address; IPv6 without brackets, a zone behind a single percent sign
     * @param port from 1 to 65535
     * @param tls whether TLS is spoken there
     */
    record Host(String name, int port, boolean tls) implements EndpointAddress {

        /** As HTTP names it to the server, to which a zone means nothing. */
        String authority() {
            int zone = name.indexOf('%');
            return name.indexOf(':') < 0
                    ? name + ":" + port
                    : "[" + (zone < 0 ? name : name.substring(0, zone)) + "]:" + port;
        }
    }

    /**
     * A Unix domain socket.
     *
     * @param path its file
     * @param tls whether TLS is spoken there
     */
    record Socket(Path path, boolean tls) implements EndpointAddress {}

    /**
     * Reads a client URL: {@code http://host:2379}, {@code https://host}, {@code unix:///path}, {@code unixs://name:port}.
     *
     * @param endpoint the URL; without a port, etcd's own is meant
     * @return empty if it is none
     */
    static Optional<EndpointAddress> of(URI endpoint) {
        return switch (String.valueOf(endpoint.getScheme())) {
            case "http", "https" -> host(endpoint);
            case "unix", "unixs" -> socket(endpoint);
            default -> Optional.empty();
        };
    }

    private static Optional<EndpointAddress> host(URI endpoint) {
        Matcher parts = Authority.PATTERN.matcher(String.valueOf(endpoint.getRawAuthority()));
        if (!parts.matches()) {
            return Optional.empty();
        }
        int port = parts.group("port") == null ? DEFAULT_PORT : Integer.parseInt(parts.group("port"));
        String name = parts.group("v6") == null
                ? parts.group("name")
                : parts.group("v6").replace("%25", "%");
        return port < 1 || port > 65_535
                ? Optional.empty()
                : Optional.of(new Host(name, port, endpoint.getScheme().equals("https")));
    }

    /** As etcd makes the file of such a URL: what looks like a host is the beginning of a relative path. */
    private static Optional<EndpointAddress> socket(URI endpoint) {
        String path = endpoint.isOpaque()
                ? endpoint.getSchemeSpecificPart()
                : Optional.ofNullable(endpoint.getAuthority()).orElse("") + endpoint.getPath();
        return path.isEmpty() || path.equals("/")
                ? Optional.empty()
                : Optional.of(new Socket(Path.of(path), endpoint.getScheme().equals("unixs")));
    }

    /** How the part between the slashes is written. */
    final class Authority {

        private static final Pattern PATTERN = Pattern.compile(
                "(?:\\[(?<v6>[0-9A-Fa-f:.]+(?:%[^\\[\\]]+)?)]|(?<name>[^\\[\\]:@/\\s]+))(?::(?<port>[0-9]{1,5}))?");

        private Authority() {}
    }
}
