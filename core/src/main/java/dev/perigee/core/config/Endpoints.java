package dev.perigee.core.config;

import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.EndpointAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads client addresses of etcd members. Every list of them is read here, whoever hands it over. Pure. */
public final class Endpoints {

    private static final String TAKES =
            "; an endpoint is http://host:2379, https://host:2379, host:2379 or unix:///path";

    private static final Pattern PORT = Pattern.compile("(?:[^:]|]):([0-9]+)$");
    private static final Pattern BETWEEN = Pattern.compile("[,\\h\\s\\x{FEFF}]+");

    private Endpoints() {}

    /**
     * Splits lists at commas, as etcdctl does, and at blanks, which no address has.
     *
     * @param texts lists or single addresses, as they were written
     * @return the addresses, none of them empty or with blanks around it
     */
    public static List<String> split(List<String> texts) {
        return texts.stream()
                .flatMap(text -> Arrays.stream(BETWEEN.split(text)))
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
            return Optional.of(FailureWords.of(e));
        }
    }

    /** The address; without a scheme, TLS decides. */
    static URI uri(String text, boolean tls) {
        URI uri = parse(hasScheme(text) ? text : (tls ? "https://" : "http://") + text);
        requirePort(uri, text);
        EndpointAddress address = EndpointAddress.of(uri)
                .orElseThrow(() -> new IllegalArgumentException("has the endpoint '" + text + "'" + TAKES));
        return switch (address) {
            case EndpointAddress.Socket _ -> uri;
            case EndpointAddress.Host _ -> bare(uri, text);
        };
    }

    private static void requirePort(URI uri, String text) {
        Matcher port = PORT.matcher(String.valueOf(uri.getRawAuthority()));
        if (hasHost(uri) && port.find() && !isPort(port.group(1))) {
            throw new IllegalArgumentException("has the endpoint '" + text + "', whose port is " + port.group(1)
                    + "; a port is a number from 1 to 65535, and etcd's clients use 2379");
        }
    }

    private static boolean hasHost(URI uri) {
        return "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    }

    private static boolean isPort(String digits) {
        return digits.length() <= 5 && Integer.parseInt(digits) >= 1 && Integer.parseInt(digits) <= 65_535;
    }

    private static boolean hasScheme(String text) {
        return text.contains("://") || text.startsWith("unix:") || text.startsWith("unixs:");
    }

    private static URI bare(URI uri, String text) {
        boolean bare = uri.getPath() == null
                || uri.getPath().isEmpty()
                || uri.getPath().equals("/");
        if (!bare || uri.getQuery() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException("has the endpoint '" + text + "'" + TAKES);
        }
        if (!PORT.matcher(uri.getRawAuthority()).find()) {
            throw new IllegalArgumentException(
                    "has the endpoint '" + text + "', which lacks a port; etcd's clients use 2379");
        }
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
    }

    private static URI parse(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has the endpoint '" + text + "'" + TAKES);
        }
    }
}
