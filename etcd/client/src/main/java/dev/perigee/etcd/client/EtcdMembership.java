package dev.perigee.etcd.client;

import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.MemberAddRequest;
import io.etcd.jetcd.api.MemberPromoteRequest;
import io.etcd.jetcd.api.MemberRemoveRequest;
import io.etcd.jetcd.api.MemberUpdateRequest;
import java.util.List;

/** Changes who belongs to a cluster, through one of its members. Each call gives the list afterwards. Safe for many threads. */
public final class EtcdMembership {

    private final Caller caller;

    EtcdMembership(Caller caller) {
        this.caller = caller;
    }

    /**
     * Announces a new member, which is to be started next.
     *
     * @param peerUrls where the others will reach it; at least one
     * @param learner whether it starts without a vote
     * @return the new member; it has no name before it starts
     * @throws EtcdException INVALID if the cluster refuses, for one because it isn't healthy
     */
    public EtcdMember add(List<String> peerUrls, boolean learner) throws EtcdException {
        var answer = caller.call(
                "member add",
                ClusterGrpc::newBlockingV2Stub,
                stub -> stub.memberAdd(MemberAddRequest.newBuilder()
                        .addAllPeerURLs(peerUrls)
                        .setIsLearner(learner)
                        .build()));
        return Answers.members(List.of(answer.getMember())).getFirst();
    }

    /**
     * Removes a member for good.
     *
     * @param id the member
     * @return the members that are left
     * @throws EtcdException NOT_FOUND if there is none
     */
    public List<EtcdMember> remove(long id) throws EtcdException {
        return Answers.members(caller.call(
                        "member remove",
                        ClusterGrpc::newBlockingV2Stub,
                        stub -> stub.memberRemove(
                                MemberRemoveRequest.newBuilder().setID(id).build()))
                .getMembersList());
    }

    /**
     * Changes where a member is reached by the others.
     *
     * @param id the member
     * @param peerUrls at least one
     * @return the members
     * @throws EtcdException NOT_FOUND if there is none
     */
    public List<EtcdMember> update(long id, List<String> peerUrls) throws EtcdException {
        return Answers.members(caller.call(
                        "member update",
                        ClusterGrpc::newBlockingV2Stub,
                        stub -> stub.memberUpdate(MemberUpdateRequest.newBuilder()
                                .setID(id)
                                .addAllPeerURLs(peerUrls)
                                .build()))
                .getMembersList());
    }

    /**
     * Gives a learner a vote.
     *
     * @param id the member
     * @return the members
     * @throws EtcdException NOT_FOUND if there is none; INVALID if it is no learner, or not up to date yet
     */
    public List<EtcdMember> promote(long id) throws EtcdException {
        return Answers.members(caller.call(
                        "member promote",
                        ClusterGrpc::newBlockingV2Stub,
                        stub -> stub.memberPromote(
                                MemberPromoteRequest.newBuilder().setID(id).build()))
                .getMembersList());
    }
}
