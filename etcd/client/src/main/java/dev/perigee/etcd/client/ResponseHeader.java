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
}
