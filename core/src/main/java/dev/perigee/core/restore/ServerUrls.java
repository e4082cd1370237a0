package dev.perigee.core.restore;

import dev.perigee.etcd.format.member.FoundingMember;
import dev.perigee.etcd.format.member.PeerUrl;
import dev.perigee.etcd.format.snapshot.SnapshotFacts;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URLs that a member is to be started with.
 *
 * @param peers where other members reach it
 * @param clients where clients reach it
 */
record ServerUrls(List<String> peers, List<String> clients) {

    private static final int CLIENT_PORT = 2379;

    /** Beside a client's port is a peer's. */
    private static final int BESIDE = 10;

    private static final Pattern HOST = Pattern.compile("https?://(\\[[^\\[\\]]+]|[^\\[\\]:/]+):[0-9]+");
    private static final Pattern NAMED = Pattern.compile("(https?)://([^\\[\\]:/]+):([0-9]+)");
    private static final Pattern NUMBERS = Pattern.compile("[0-9]+(\\.[0-9]+){3}");

    /** Client URLs are those that a member of that name had in the snapshot, else one of its own on its first peer host. */
    static ServerUrls of(FoundingMember member, List<FoundingMember> all, SnapshotFacts facts) {
        List<String> clients = facts.members().stream()
                .filter(old ->
                        old.name().equals(member.name()) && !old.clientUrls().isEmpty())
                .map(old -> old.clientUrls())
                .findFirst()
                .orElseGet(() -> List.of(guessedClientUrl(member, all)));
        return new ServerUrls(member.peerUrls().stream().map(PeerUrl::text).toList(), clients);
    }

    /** etcd's port, or one beside it where others of the members before it have the same host. */
    private static String guessedClientUrl(FoundingMember member, List<FoundingMember> all) {
        String peer = member.peerUrls().getFirst().text();
        String scheme = peer.startsWith("https:") || peer.startsWith("unixs:") ? "https" : "http";
        long before = all.stream()
                .takeWhile(other -> !other.equals(member))
                .filter(other -> host(other).equals(host(member)))
                .count();
        return scheme + "://" + host(member) + ":" + (CLIENT_PORT + BESIDE * before);
    }

    private static String host(FoundingMember member) {
        Matcher parts = HOST.matcher(member.peerUrls().getFirst().text());
        return parts.matches() ? parts.group(1) : "localhost";
    }

    String listenPeers() {
        return listening(peers);
    }

    String listenClients() {
        return listening(clients);
    }

    /** etcd listens on addresses, not on names: where it is known by a name, it is to listen on all addresses. */
    private static String listening(List<String> urls) {
        return String.join(
                ",", urls.stream().map(ServerUrls::listening).distinct().toList());
    }

    private static String listening(String url) {
        Matcher parts = NAMED.matcher(url);
        if (!parts.matches()
                || parts.group(2).equals("localhost")
                || NUMBERS.matcher(parts.group(2)).matches()) {
            return url;
        }
        return parts.group(1) + "://0.0.0.0:" + parts.group(3);
    }
}
