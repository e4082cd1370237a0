package dev.perigee.etcd.format.member;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address at which members reach each other, in the spelling that goes into member ids.
 *
 * <p>Two spellings of one address make two different ids, so nothing is normalised but what etcd normalises: white space
 * around it is dropped, the scheme is lower-cased. Ordered as strings, as etcd orders them.
 *
 * @param text for example {@code https://10.0.0.1:2380}
 */
public record PeerUrl(String text) implements Comparable<PeerUrl> {

    private static final Pattern PARTS = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(.*)", Pattern.DOTALL);
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(\\[[0-9A-Fa-f:.%A-Za-z_~-]+]|[^\\[\\]:@\\s]+):([0-9]+)");

    /**
     * Reads one URL as etcd does.
     *
     * @param text what the user typed
     * @return the URL
     * @throws MembershipException if etcd would refuse it, or could never listen on it
     */
    public static PeerUrl parse(String text) throws MembershipException {
        String trimmed = text.strip();
        Matcher parts = PARTS.matcher(trimmed);
        if (!parts.matches()) {
            throw refused(text, "is no URL; write it as http://HOST:PORT or https://HOST:PORT");
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        switch (scheme) {
            case "http", "https" -> checkAddress(text, parts.group(2), parts.group(3));
            case "unix", "unixs" -> checkSocket(text, parts.group(2), parts.group(3));
            default -> throw refused(text, "has the scheme '" + scheme + "'; etcd takes http, https, unix or unixs");
        }
        return new PeerUrl(scheme + "://" + parts.group(2) + parts.group(3));
    }

    private static void checkAddress(String text, String address, String rest) throws MembershipException {
        if (!HOST_AND_PORT.matcher(address).matches()) {
            throw refused(text, "does not have the form HOST:PORT behind the scheme; peers usually use port 2380");
        }
        if (!rest.isEmpty()) {
            throw refused(text, "has '" + rest + "' behind the port; etcd takes no path there, not even a slash");
        }
    }

    private static void checkSocket(String text, String address, String rest) throws MembershipException {
        if (address.isEmpty() && rest.length() < 2) {
            throw refused(text, "names no socket; write unix://NAME:PORT or unix:///path");
        }
    }

    private static MembershipException refused(String text, String why) {
        return new MembershipException("The peer URL '" + text + "' " + why + ".");
    }

    @Override
    public int compareTo(PeerUrl other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
