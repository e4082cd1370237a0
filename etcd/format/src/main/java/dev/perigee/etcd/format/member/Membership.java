package dev.perigee.etcd.format.member;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The members of a cluster about to be restored, with the ids that etcd will know them by.
 *
 * @param clusterId the cluster id: an unsigned 64-bit number
 * @param members by ascending unsigned id; at least one
 */
public record Membership(long clusterId, List<FoundingMember> members) {

    /** Copies the members. */
    public Membership {
        members = List.copyOf(members);
    }

    /**
     * Gives each member its id, and the cluster its own: the first eight bytes of the SHA-1 of the sorted member ids.
     *
     * @param urls who is to be in the cluster
     * @param token the value of {@code --initial-cluster-token}
     * @return the membership
     * @throws MembershipException if two members come out with one id, or one with the id 0
     */
    public static Membership of(MemberUrls urls, String token) throws MembershipException {
        List<FoundingMember> members = new ArrayList<>();
        urls.byName().forEach((name, peerUrls) -> members.add(FoundingMember.founding(name, peerUrls, token)));
        refuseUnusableIds(members);
        members.sort((a, b) -> Long.compareUnsigned(a.id(), b.id()));
        return new Membership(clusterIdOf(members), members);
    }

    private static void refuseUnusableIds(List<FoundingMember> members) throws MembershipException {
        Map<Long, FoundingMember> byId = new HashMap<>();
        for (FoundingMember member : members) {
            FoundingMember other = byId.put(member.id(), member);
            if (other != null || member.id() == 0) {
                throw new MembershipException("The member '" + member.name() + "' comes out with the id "
                        + member.hexId()
                        + ", which etcd can't use" + (other == null ? "" : " because '" + other.name() + "' has it too")
                        + "; choose another --initial-cluster-token.");
            }
        }
    }

    private static long clusterIdOf(List<FoundingMember> members) {
        ByteBuffer ids = ByteBuffer.allocate(Long.BYTES * members.size());
        members.forEach(member -> ids.putLong(member.id()));
        return Sha1.firstEightBytes(ids.array());
    }

    /**
     * The member of a name.
     *
     * @param name as {@code --name} gives it
     * @return the member
     * @throws MembershipException if the cluster has none of that name
     */
    public FoundingMember member(String name) throws MembershipException {
        for (FoundingMember member : members) {
            if (member.name().equals(name)) {
                return member;
            }
        }
        throw new MembershipException("--initial-cluster has no member named '" + name + "', only "
                + String.join(
                        ", ", members.stream().map(m -> "'" + m.name() + "'").toList())
                + "; make --name one of these.");
    }

    /**
     * The cluster id as etcd prints it.
     *
     * @return lower-case hex without leading zeros
     */
    public String hexClusterId() {
        return Long.toHexString(clusterId);
    }
}
