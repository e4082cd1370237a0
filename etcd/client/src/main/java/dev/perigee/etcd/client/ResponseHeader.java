package dev.perigee.etcd.client;

/**
 * What every answer of etcd's begins with.
 *
 * @param clusterId the cluster, unsigned
 * @param memberId the member that answered, unsigned
 * @param revision the store's newest revision when it answered; 0 where the call isn't about keys
 * @param raftTerm the member's raft term, unsigned
 */
public record ResponseHeader(long clusterId, long memberId, long revision, long raftTerm) {

    static ResponseHeader of(io.etcd.jetcd.api.ResponseHeader message) {
        return new ResponseHeader(
                message.getClusterId(), message.getMemberId(), message.getRevision(), message.getRaftTerm());
    }

    /**
     * Whether the answer came without: etcd 3.4 lists alarms so.
     *
     * @return true if it says nothing
     */
    public boolean isAbsent() {
        return clusterId == 0 && memberId == 0 && revision == 0 && raftTerm == 0;
    }

    /**
     * The same as of another revision.
     *
     * @param other the revision
     * @return a header with that
     */
    public ResponseHeader at(long other) {
        return new ResponseHeader(clusterId, memberId, other, raftTerm);
    }

    /**
     * The header alone, in protobuf.
     *
     * @return as etcd writes it
     */
    public Bytes message() {
        return Bytes.of(toMessage().toByteString());
    }

    io.etcd.jetcd.api.ResponseHeader toMessage() {
        return io.etcd.jetcd.api.ResponseHeader.newBuilder()
                .setClusterId(clusterId)
                .setMemberId(memberId)
                .setRevision(revision)
                .setRaftTerm(raftTerm)
                .build();
    }
}
