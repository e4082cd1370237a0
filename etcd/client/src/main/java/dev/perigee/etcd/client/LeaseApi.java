package dev.perigee.etcd.client;

import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.Member;
import io.etcd.jetcd.api.MemberListResponse;
import io.etcd.jetcd.api.StatusRequest;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.util.List;

/** The calls about leases, with the whole of each answer. Safe for many threads. Each method throws {@link EtcdException} of any kind. */
public final class LeaseApi {

    /**
     * jetcd lacks this call. Its request has no field, as StatusRequest; its answer is a header (1) and messages (2) with an id (1), as
     * MemberListResponse (etcd's rpc.proto, LeaseLeasesResponse).
     */
    private static final MethodDescriptor<StatusRequest, MemberListResponse> LIST =
            MethodDescriptor.<StatusRequest, MemberListResponse>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName("etcdserverpb.Lease/LeaseLeases")
                    .setRequestMarshaller(MaintenanceGrpc.getStatusMethod().getRequestMarshaller())
                    .setResponseMarshaller(ClusterGrpc.getMemberListMethod().getResponseMarshaller())
                    .build();

    private final Caller caller;

    LeaseApi(Caller caller) {
        this.caller = caller;
    }

    /** Makes a lease; id 0 lets etcd choose. */
    public Answer<Lease> grant(long id, long seconds) throws EtcdException {
        var answer = caller.call(
                "lease grant",
                LeaseGrpc::newBlockingV2Stub,
                stub -> stub.leaseGrant(
                        LeaseGrantRequest.newBuilder().setID(id).setTTL(seconds).build()));
        return Answer.of(
                answer, answer.getHeader(), new Lease(answer.getID(), answer.getTTL(), answer.getTTL(), List.of()));
    }

    /** Ends a lease, and its keys with it. */
    public Answer<Long> revoke(long id) throws EtcdException {
        var answer = caller.call(
                "lease revoke",
                LeaseGrpc::newBlockingV2Stub,
                stub -> stub.leaseRevoke(
                        LeaseRevokeRequest.newBuilder().setID(id).build()));
        return Answer.of(answer, answer.getHeader(), id);
    }

    /** Looks at a lease; one that is gone isn't {@link Lease#alive()}. */
    public Answer<Lease> timeToLive(long id, boolean keys) throws EtcdException {
        var answer = caller.call(
                "lease timetolive",
                LeaseGrpc::newBlockingV2Stub,
                stub -> stub.withMaxInboundMessageSize(Messages.UNPAGED)
                        .leaseTimeToLive(LeaseTimeToLiveRequest.newBuilder()
                                .setID(id)
                                .setKeys(keys)
                                .build()));
        return Answer.of(
                answer,
                answer.getHeader(),
                new Lease(
                        answer.getID(),
                        answer.getTTL(),
                        answer.getGrantedTTL(),
                        answer.getKeysList().stream().map(Bytes::of).toList()));
    }

    /** The ids of all leases. */
    public Answer<List<Long>> list() throws EtcdException {
        var answer = caller.call(
                "lease list",
                LeaseGrpc::newBlockingV2Stub,
                stub -> ClientCalls.blockingV2UnaryCall(
                        stub.getChannel(),
                        LIST,
                        stub.getCallOptions().withMaxInboundMessageSize(Messages.UNPAGED),
                        StatusRequest.getDefaultInstance()));
        return Answer.of(
                answer,
                answer.getHeader(),
                answer.getMembersList().stream().map(Member::getID).toList());
    }

    /** Starts a lease's time again, once; one that is gone isn't {@link Lease#alive()}. */
    public Answer<Lease> keepAlive(long id) throws EtcdException {
        LeaseKeepAliveResponse answer =
                caller.call("lease keep-alive", LeaseGrpc::newBlockingV2Stub, stub -> keepAlive(stub, id));
        long seconds = answer.getTTL() <= 0 ? -1 : answer.getTTL();
        return Answer.of(answer, answer.getHeader(), new Lease(id, seconds, answer.getTTL(), List.of()));
    }

    private static LeaseKeepAliveResponse keepAlive(LeaseGrpc.LeaseBlockingV2Stub stub, long id)
            throws StatusException {
        BlockingClientCall<LeaseKeepAliveRequest, LeaseKeepAliveResponse> call = stub.leaseKeepAlive();
        try {
            call.write(LeaseKeepAliveRequest.newBuilder().setID(id).build());
            call.halfClose();
            LeaseKeepAliveResponse answer = call.read();
            return answer == null ? LeaseKeepAliveResponse.getDefaultInstance() : answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Status.CANCELLED.asException();
        } finally {
            call.cancel("one answer is enough", null);
        }
    }
}
