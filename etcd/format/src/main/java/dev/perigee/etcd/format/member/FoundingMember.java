package dev.perigee.etcd.format.member;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One voting member of a cluster about to be restored.
 *
 * @param id the member id: an unsigned 64-bit number
 * @param name the name it is started with
 * @param peerUrls sorted; at least one
 */
public record FoundingMember(long id, String name, List<PeerUrl> peerUrls) {

    /** Copies the URLs. */
    public FoundingMember {
        peerUrls = List.copyOf(peerUrls);
    }

    /**
     * A member whose id follows from its URLs and the cluster's token: the first eight bytes of the SHA-1 of the sorted
     * URLs, without separator, and the token. This is etcd's rule for members that found a cluster.
     *
     * @param name its name
     * @param peerUrls its URLs, in any order
     * @param token the value of {@code --initial-cluster-token}
     * @return the member
     */
    public static FoundingMember founding(String name, List<PeerUrl> peerUrls, String token) {
        List<PeerUrl> sorted = peerUrls.stream().sorted().toList();
        StringBuilder text = new StringBuilder();
        sorted.forEach(text::append);
        return new FoundingMember(
                Sha1.firstEightBytes(text.append(token).toString().getBytes(StandardCharsets.UTF_8)), name, sorted);
    }

    /**
     * The id as etcd prints it and as it keys the {@code members} bucket.
     *
     * @return lower-case hex without leading zeros
     */
    public String hexId() {
        return Long.toHexString(id);
    }

    /**
     * The member as etcd stores it in the backend and in the log: Go's field order, no blanks, no client URLs (the member
     * publishes those itself once it runs).
     *
     * @return UTF-8
     */
    public byte[] json() {
        String json = "{\"id\":" + Long.toUnsignedString(id) + ",\"peerURLs\":" + peerUrlsJson() + nameJson() + "}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private String nameJson() {
        return name.isEmpty() ? "" : ",\"name\":" + GoJson.string(name);
    }

    String peerUrlsJson() {
        return GoJson.array(peerUrls.stream().map(PeerUrl::text).toList());
    }
}
