package dev.perigee.sink.kit.connect;

import dev.perigee.api.SettingException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses of servers as people write them: also with an underscore in the host's name, as container networks have them,
 * where {@link URI#getHost()} is null.
 */
public final class ServerAddress {

    private static final Pattern HOST_AND_PORT = Pattern.compile("([A-Za-z0-9._-]+|\\[[^\\]@]+\\])(?::([0-9]+))?");

    /** Up to 65535. */
    private static final Pattern PORT =
            Pattern.compile("[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]");

    /** A zone as URLs write it (RFC 6874); Java wants the bare sign. */
    private static final Pattern ZONE = Pattern.compile("(\\[[0-9a-fA-F:.]+)%25");

    private static final Set<String> THIS_HOST = Set.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");

    private ServerAddress() {}

    /**
     * A URL without secrets in it: it goes into messages.
     *
     * @param key the setting
     * @param text its value
     * @return of http or https, with a host
     * @throws SettingException if it is none; the message doesn't repeat it, for it may hold a password
     */
    public static URI read(String key, String text) {
        return read(key, text, "https://host:9000");
    }

    static URI read(String key, String text, String example) {
        try {
            URI url = new URI(ZONE.matcher(text.strip()).replaceFirst("$1%"));
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("http") || scheme.equals("https");
            boolean plain = url.getRawQuery() == null && url.getRawFragment() == null;
            if (web && plain && matched(url).isPresent()) {
                requirePort(key, portOf(url));
                return url;
            }
        } catch (URISyntaxException e) {
            // falls through to the one message
        }
        throw new SettingException(
                key, "takes a URL of http or https, such as " + example + ", without user and password in it");
    }

    private static void requirePort(String key, String port) {
        if (!port.isEmpty() && !PORT.matcher(port).matches()) {
            throw new SettingException(key, "names the port " + port + "; a port is a number from 1 to 65535");
        }
    }

    /**
     * The address of a server that keeps buckets.
     *
     * @param text the setting {@code endpoint}
     * @param bucket the setting {@code bucket}
     * @return of http or https, with a host
     * @throws SettingException if it is none, or has the bucket in it
     */
    public static URI ofBuckets(String text, String bucket) {
        URI url = read("endpoint", text);
        String path = String.valueOf(url.getPath()).replaceAll("^/+|/+$", "");
        if (!bucket.isEmpty() && (path.equals(bucket) || path.startsWith(bucket + "/"))) {
            throw new SettingException(
                    "endpoint",
                    "has the bucket in it; take '/" + path + "' out: what stands before the keys belongs into path");
        }
        return url;
    }

    /**
     * The host, whatever its name.
     *
     * @param url as {@link #read} gave it
     * @return never empty
     */
    public static String host(URI url) {
        return matched(url)
                .orElseThrow(() -> new IllegalArgumentException("no host in " + url))
                .group(1);
    }

    /**
     * The server for comparison with others: however its address is spelt. No name is looked up.
     *
     * @param url as {@link #read} gave it
     * @return host in lower case, port, and the path if there is one; {@code localhost} for all names of this host's own
     */
    public static String authority(URI url) {
        String path = String.valueOf(url.getPath()).replaceAll("/+$", "");
        String host = host(url).toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
        return (isThisHost(host) ? "localhost" : host) + ":" + unresolved(url).getPort() + path;
    }

    /** Other addresses of 127.0.0.0/8 may be other servers'. */
    private static boolean isThisHost(String host) {
        return THIS_HOST.contains(host.startsWith("[") ? spelt(host) : host);
    }

    /** IPv6 has many ways to write one address. */
    private static String spelt(String literal) {
        try {
            return InetAddress.getByName(literal).getHostAddress();
        } catch (UnknownHostException e) {
            return literal; // of an interface that isn't there
        }
    }

    /**
     * Host and port, to be looked up when they are needed.
     *
     * @param url as {@link #read} gave it
     * @return with the scheme's port where none is given
     */
    public static InetSocketAddress unresolved(URI url) {
        String port = portOf(url);
        boolean tls = url.getScheme().equalsIgnoreCase("https");
        return InetSocketAddress.createUnresolved(
                host(url), port.isEmpty() ? (tls ? 443 : 80) : Integer.parseInt(port));
    }

    /** Empty if there is none. */
    private static String portOf(URI url) {
        return matched(url)
                .flatMap(match -> Optional.ofNullable(match.group(2)))
                .orElse("");
    }

    private static Optional<Matcher> matched(URI url) {
        return Optional.ofNullable(url.getRawAuthority())
                .map(HOST_AND_PORT::matcher)
                .filter(Matcher::matches);
    }
}
