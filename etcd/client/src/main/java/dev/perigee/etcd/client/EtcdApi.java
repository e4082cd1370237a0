package dev.perigee.etcd.client;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmResponse;
import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.DefragmentRequest;
import io.etcd.jetcd.api.HashKVRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.MemberAddRequest;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberPromoteRequest;
import io.etcd.jetcd.api.MemberRemoveRequest;
import io.etcd.jetcd.api.MemberUpdateRequest;
import io.etcd.jetcd.api.MoveLeaderRequest;
import io.etcd.jetcd.api.StatusRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * etcd's API call by call, with every option it takes and the whole of each answer: for who shows answers as etcdctl does.
 * Safe for many threads. Each method throws {@link EtcdException} of any kind.
 */
public final class EtcdApi {

    private static final int MEMBER_LIST_LINEARIZABLE = 1;

    private final URI endpoint;
    private final Caller caller;

    EtcdApi(URI endpoint, Caller caller) {
        this.endpoint = endpoint;
        this.caller = caller;
    }

    /** Reads keys. */
    public Answer<KeyPage> range(RangeQuery query) throws EtcdException {
        var answer = caller.call(
                "get",
                KVGrpc::newBlockingV2Stub,
                stub -> stub.withMaxInboundMessageSize(Messages.UNPAGED).range(KeyMessages.range(query)));
        return KeyMessages.got(answer);
    }

    /** Puts a key; the answer is what was there, if that was asked for. */
    public Answer<Optional<KeyValue>> put(PutQuery query) throws EtcdException {
        var answer = caller.call(
                "put",
                KVGrpc::newBlockingV2Stub,
                stub -> stub.withMaxInboundMessageSize(Messages.UNPAGED).put(KeyMessages.put(query)));
        return KeyMessages.previous(answer);
    }

    /** Deletes keys. */
    public Answer<DeletedKeys> delete(KeyRange range, boolean previous) throws EtcdException {
        var answer = caller.call(
                "delete",
                KVGrpc::newBlockingV2Stub,
                stub -> stub.withMaxInboundMessageSize(Messages.UNPAGED)
                        .deleteRange(KeyMessages.delete(range, previous)));
        return KeyMessages.deleted(answer);
    }

    /** Does several things at once, or others. */
    public Answer<TxnAnswer> transaction(TxnQuery query) throws EtcdException {
        var answer = caller.call(
                "txn",
                KVGrpc::newBlockingV2Stub,
                stub -> stub.withMaxInboundMessageSize(Messages.UNPAGED).txn(TxnMessages.request(query)));
        return Answer.of(answer, answer.getHeader(), TxnMessages.answer(answer));
    }

    /** Watches keys; the caller closes the stream. */
    public WatchStream watch(WatchQuery query) throws EtcdException {
        return new WatchStream(caller, query, false);
    }

    /** The same at a member that has a leader: BUSY ends the stream some seconds after that is lost. */
    public WatchStream watchLed(WatchQuery query) throws EtcdException {
        return new WatchStream(caller, query, true);
    }

    /** Asks the member about itself. */
    public Answer<MemberStatus> status() throws EtcdException {
        var answer = caller.call(
                "status", MaintenanceGrpc::newBlockingV2Stub, stub -> stub.status(StatusRequest.getDefaultInstance()));
        return Answer.of(answer, answer.getHeader(), Answers.status(endpoint, answer));
    }

    /** Hashes the member's keys up to a revision; 0 for the newest. */
    public Answer<HashKv> hashKv(long revision) throws EtcdException {
        var answer = caller.call(
                "hashkv",
                MaintenanceGrpc::newBlockingV2Stub,
                stub -> stub.hashKV(
                        HashKVRequest.newBuilder().setRevision(revision).build()));
        return Answer.of(answer, answer.getHeader(), Answers.hashKv(answer));
    }

    /** Forgets what keys were before a revision; physically: answers when that is off the disk's pages, too. */
    public Answer<Long> compact(long revision, boolean physically) throws EtcdException {
        var answer = caller.call(
                "compaction",
                KVGrpc::newBlockingV2Stub,
                stub -> stub.compact(KeyMessages.compaction(revision).toBuilder()
                        .setPhysical(physically)
                        .build()));
        return Answer.of(answer, answer.getHeader(), revision);
    }

    /** Rewrites the member's database without its holes. The member answers nothing else meanwhile; nor is the command timeout meant for it. */
    public Answer<URI> defragment(Duration atMost) throws EtcdException {
        var answer = caller.call(
                "defrag",
                MaintenanceGrpc::newBlockingV2Stub,
                stub -> stub.withDeadlineAfter(atMost.toMillis(), TimeUnit.MILLISECONDS)
                        .defragment(DefragmentRequest.getDefaultInstance()));
        return Answer.of(answer, answer.getHeader(), endpoint);
    }

    /** Has the member, which is the leader, hand over to another. */
    public Answer<Long> moveLeader(long target) throws EtcdException {
        var answer = caller.call(
                "move-leader",
                MaintenanceGrpc::newBlockingV2Stub,
                stub -> stub.moveLeader(
                        MoveLeaderRequest.newBuilder().setTargetID(target).build()));
        return Answer.of(answer, answer.getHeader(), target);
    }

    /** The calls about leases. */
    public LeaseApi leases() {
        return new LeaseApi(caller);
    }

    /** The calls about users, roles and logging in. */
    public AuthApi auth() {
        return new AuthApi(caller);
    }

    /** Lists the alarms of all members. */
    public Answer<List<Alarm>> alarms() throws EtcdException {
        return alarm("alarm list", AlarmRequest.newBuilder().setAction(AlarmRequest.AlarmAction.GET));
    }

    /** Takes back one alarm; the answer is what was taken back. */
    public Answer<List<Alarm>> disarm(Alarm alarm) throws EtcdException {
        return alarm(
                "alarm disarm",
                AlarmRequest.newBuilder()
                        .setAction(AlarmRequest.AlarmAction.DEACTIVATE)
                        .setMemberID(alarm.memberId())
                        .setAlarmValue(alarm.type()));
    }

    /** Lists the members, with the leader's word or with the member's own. */
    public Answer<List<EtcdMember>> members(boolean serializable) throws EtcdException {
        var answer = caller.call(
                "member list", ClusterGrpc::newBlockingV2Stub, stub -> stub.memberList(memberList(serializable)));
        return Answer.of(answer, answer.getHeader(), Answers.members(answer.getMembersList()));
    }

    /** Announces a member. */
    public Answer<AddedMember> add(List<String> peerUrls, boolean learner) throws EtcdException {
        var answer = caller.call(
                "member add",
                ClusterGrpc::newBlockingV2Stub,
                stub -> stub.memberAdd(MemberAddRequest.newBuilder()
                        .addAllPeerURLs(peerUrls)
                        .setIsLearner(learner)
                        .build()));
        EtcdMember member = Answers.members(List.of(answer.getMember())).getFirst();
        return Answer.of(answer, answer.getHeader(), new AddedMember(member, Answers.members(answer.getMembersList())));
    }

    /** Removes a member; the answer is who is left. */
    public Answer<List<EtcdMember>> remove(long id) throws EtcdException {
        var answer = caller.call(
                "member remove",
                ClusterGrpc::newBlockingV2Stub,
                stub -> stub.memberRemove(
                        MemberRemoveRequest.newBuilder().setID(id).build()));
        return Answer.of(answer, answer.getHeader(), Answers.members(answer.getMembersList()));
    }

    /** Changes where a member is reached by the others; the answer is all members. */
    public Answer<List<EtcdMember>> update(long id, List<String> peerUrls) throws EtcdException {
        var answer = caller.call(
                "member update",
                ClusterGrpc::newBlockingV2Stub,
                stub -> stub.memberUpdate(MemberUpdateRequest.newBuilder()
                        .setID(id)
                        .addAllPeerURLs(peerUrls)
                        .build()));
        return Answer.of(answer, answer.getHeader(), Answers.members(answer.getMembersList()));
    }

    /** Gives a learner a vote; the answer is all members. */
    public Answer<List<EtcdMember>> promote(long id) throws EtcdException {
        var answer = caller.call(
                "member promote",
                ClusterGrpc::newBlockingV2Stub,
                stub -> stub.memberPromote(
                        MemberPromoteRequest.newBuilder().setID(id).build()));
        return Answer.of(answer, answer.getHeader(), Answers.members(answer.getMembersList()));
    }

    /** Members before 3.5 don't know the field, and answer by themselves. */
    private static MemberListRequest memberList(boolean serializable) {
        UnknownFieldSet.Field wanted = UnknownFieldSet.Field.newBuilder()
                .addVarint(serializable ? 0 : 1)
                .build();
        return MemberListRequest.newBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(MEMBER_LIST_LINEARIZABLE, wanted)
                        .build())
                .build();
    }

    private Answer<List<Alarm>> alarm(String what, AlarmRequest.Builder request) throws EtcdException {
        AlarmResponse answer =
                caller.call(what, MaintenanceGrpc::newBlockingV2Stub, stub -> stub.alarm(request.build()));
        return Answer.of(
                answer,
                answer.getHeader(),
                answer.getAlarmsList().stream()
                        .map(alarm -> new Alarm(alarm.getMemberID(), alarm.getAlarmValue()))
                        .toList());
    }
}
