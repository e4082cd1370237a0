package dev.perigee.etcd.format.member;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Who is to be in the cluster: names and peer URLs, as {@code --initial-cluster} lists them.
 *
 * @param byName each member's peer URLs, sorted; in the order in which the names first came
 */
public record MemberUrls(Map<String, List<PeerUrl>> byName) {

    /** Copies, keeping the order. */
    public MemberUrls {
        Map<String, List<PeerUrl>> copy = new LinkedHashMap<>();
        byName.forEach((name, urls) -> copy.put(name, List.copyOf(urls)));
        byName = java.util.Collections.unmodifiableMap(copy);
    }

    /**
     * Reads the grammar of {@code --initial-cluster}: {@code name=url} items with commas between; a name that comes again
     * adds a URL to that member; empty items are passed over; names are taken as they are, blanks too.
     *
     * @param text the flag's value
     * @return at least one member
     * @throws MembershipException if an item is no {@code name=url}, a URL is bad, or two members share one
     */
    public static MemberUrls parse(String text) throws MembershipException {
        Map<String, List<PeerUrl>> members = new LinkedHashMap<>();
        for (String item : text.split(",", -1)) {
            if (!item.isEmpty()) {
                addItem(members, item);
            }
        }
        if (members.isEmpty()) {
            throw new MembershipException(
                    "--initial-cluster names no member; write NAME=PEER-URL, with commas between members.");
        }
        members.replaceAll((name, urls) -> urls.stream().sorted().toList());
        refuseSharedUrls(members);
        return new MemberUrls(members);
    }

    /**
     * Reads a comma list of URLs, as {@code --initial-advertise-peer-urls} takes it.
     *
     * @param text the flag's value
     * @return sorted; at least one
     * @throws MembershipException if there is none or one is bad
     */
    public static List<PeerUrl> parseList(String text) throws MembershipException {
        List<PeerUrl> urls = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            urls.add(PeerUrl.parse(item));
        }
        return urls.stream().sorted().toList();
    }

    private static void addItem(Map<String, List<PeerUrl>> members, String item) throws MembershipException {
        int equals = item.indexOf('=');
        if (equals <= 0) {
            throw new MembershipException("--initial-cluster has the item '" + item + "', which is no NAME=PEER-URL.");
        }
        members.computeIfAbsent(item.substring(0, equals), name -> new ArrayList<>())
                .add(PeerUrl.parse(item.substring(equals + 1)));
    }

    private static void refuseSharedUrls(Map<String, List<PeerUrl>> members) throws MembershipException {
        Map<PeerUrl, String> owners = new LinkedHashMap<>();
        for (var member : members.entrySet()) {
            for (PeerUrl url : member.getValue()) {
                String other = owners.put(url, member.getKey());
                if (other != null) {
                    throw new MembershipException("--initial-cluster gives the URL " + url + " twice, to '" + other
                            + "' and to '" + member.getKey() + "'; every member needs peer URLs of its own.");
                }
            }
        }
    }

    /**
     * The form {@code --initial-cluster} takes.
     *
     * @return {@code name=url} items with commas between
     */
    public String toFlag() {
        return byName.entrySet().stream()
                .flatMap(member -> member.getValue().stream().map(url -> member.getKey() + "=" + url))
                .collect(Collectors.joining(","));
    }
}
