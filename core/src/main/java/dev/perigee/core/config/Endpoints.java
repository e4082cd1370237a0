package dev.perigee.core.config;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads client addresses of etcd members. */
final class Endpoints {

    private static final String TAKES = "; an endpoint is http://host:2379, https://host:2379 or host:2379";

    private Endpoints() {}

    /** Splits lists at commas, as etcdctl does. */
    static List<String> split(List<String> texts) {
        return texts.stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** What is wrong with an address; empty if nothing is. */
    static Optional<String> fault(String text) {
        if (text.contains("@")) {
            return Optional.of("has an endpoint with a user in it; use user and password instead");
        }
        try {
            uri(text, false);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The address; without a scheme, TLS decides. */
    static URI uri(String text, boolean tls) {
        URI uri = parse(text.contains("://") ? text : (tls ? "https://" : "http://") + text);
        boolean client = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean bare = uri.getPath() == null
                || uri.getPath().isEmpty()
                || uri.getPath().equals("/");
        if (!client || uri.getHost() == null || !bare || uri.getQuery() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException("has the endpoint '" + text + "'" + TAKES);
        }
        if (uri.getPort() < 1 || uri.getPort() > 65_535) {
            throw new IllegalArgumentException(
                    "has the endpoint '" + text + "', which lacks a port; etcd's clients use 2379");
        }
        return URI.create(uri.getScheme() + "://" + uri.getAuthority());
    }

    private static URI parse(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has the endpoint '" + text + "'" + TAKES);
        }
    }
}
