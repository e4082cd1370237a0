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
    private static final Pattern HOST = Pattern.compile("https?://(\\[[^\\[\\]]+]|[^\\[\\]:/]+):[0-9]+");
    private static final Pattern NAMED = Pattern.compile("(https?)://([^\\[\\]:/]+):([0-9]+)");
    private static final Pattern NUMBERS = Pattern.compile("[0-9]+(\\.[0-9]+){3}");

    /** Client URLs are those that a member of that name had in the snapshot, else etcd's port on its first peer host. */
    static ServerUrls of(FoundingMember member, SnapshotFacts facts) {
        List<String> clients = facts.members().stream()
                .filter(old ->
                        old.name().equals(member.name()) && !old.clientUrls().isEmpty())
                .map(old -> old.clientUrls())
                .findFirst()
                .orElseGet(() -> List.of(guessedClientUrl(member)));
        return new ServerUrls(member.peerUrls().stream().map(PeerUrl::text).toList(), clients);
    }

    private static String guessedClientUrl(FoundingMember member) {
        String peer = member.peerUrls().getFirst().text();
        Matcher parts = HOST.matcher(peer);
        String scheme = peer.startsWith("https:") || peer.startsWith("unixs:") ? "https" : "http";
        return scheme + "://" + (parts.matches() ? parts.group(1) : "localhost") + ":" + CLIENT_PORT;
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
