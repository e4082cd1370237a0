package dev.perigee.etcd.format.member;

/** The raft messages that a restored member starts from: all in term 1, one entry per member. */
final class RaftMessages {

    static final long TERM = 1;

    private static final int ENTRY_CONF_CHANGE = 1;
    private static final int ADD_NODE = 0;

    private RaftMessages() {}

    static ProtoWriter metadata(FoundingMember self, Membership cluster) {
        return new ProtoWriter().number(1, self.id()).number(2, cluster.clusterId());
    }

    static ProtoWriter addMember(long index, FoundingMember member) {
        ProtoWriter change = new ProtoWriter()
                .number(1, 0)
                .number(2, ADD_NODE)
                .number(3, member.id())
                .bytes(4, member.json());
        return new ProtoWriter()
                .number(1, ENTRY_CONF_CHANGE)
                .number(2, TERM)
                .number(3, index)
                .message(4, change);
    }

    static ProtoWriter hardState(Membership cluster) {
        long vote = cluster.members().getFirst().id();
        return new ProtoWriter().number(1, TERM).number(2, vote).number(3, lastIndex(cluster));
    }

    static ProtoWriter walSnapshot(Membership cluster) {
        return new ProtoWriter().number(1, lastIndex(cluster)).number(2, TERM).message(3, confState(cluster));
    }

    static ProtoWriter confState(Membership cluster) {
        ProtoWriter state = new ProtoWriter();
        cluster.members().forEach(member -> state.number(1, member.id()));
        return state.number(5, 0);
    }

    static long lastIndex(Membership cluster) {
        return cluster.members().size();
    }
}
