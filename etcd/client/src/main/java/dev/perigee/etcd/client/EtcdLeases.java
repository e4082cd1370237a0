package dev.perigee.etcd.client;

import dev.perigee.etcd.client.EtcdException.Kind;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.List;

/** The leases of a cluster, through one of its members. Safe for many threads. */
public final class EtcdLeases {

    private final Caller caller;

    EtcdLeases(Caller caller) {
        this.caller = caller;
    }

    /**
     * Makes a lease.
     *
     * @param id its id; 0 lets etcd choose
     * @param seconds how long it lives without a keep-alive; positive
     * @return the lease, with what was granted: etcd has a minimum
     * @throws EtcdException INVALID if the id is taken
     */
    public Lease grant(long id, long seconds) throws EtcdException {
        var answer = caller.call(
                "lease grant",
                LeaseGrpc::newBlockingV2Stub,
                stub -> stub.leaseGrant(
                        LeaseGrantRequest.newBuilder().setID(id).setTTL(seconds).build()));
        return new Lease(answer.getID(), answer.getTTL(), answer.getTTL(), List.of());
    }

    /**
     * Looks at a lease.
     *
     * @param id the lease
     * @param withKeys whether its keys are wanted
     * @return not {@link Lease#alive()} if there is none
     * @throws EtcdException of any kind
     */
    public Lease look(long id, boolean withKeys) throws EtcdException {
        var answer = caller.call(
                "lease timetolive",
                LeaseGrpc::newBlockingV2Stub,
                stub -> stub.leaseTimeToLive(LeaseTimeToLiveRequest.newBuilder()
                        .setID(id)
                        .setKeys(withKeys)
                        .build()));
        return new Lease(
                answer.getID(),
                answer.getTTL(),
                answer.getGrantedTTL(),
                answer.getKeysList().stream().map(Bytes::of).toList());
    }

    /**
     * Starts a lease's time again, once.
     *
     * @param id the lease
     * @return the seconds it has now
     * @throws EtcdException NOT_FOUND if it is gone
     */
    public long keepAlive(long id) throws EtcdException {
        LeaseKeepAliveResponse answer =
                caller.call("lease keep-alive", LeaseGrpc::newBlockingV2Stub, stub -> keepAlive(stub, id));
        if (answer.getTTL() <= 0) {
            throw caller.failure(Kind.NOT_FOUND, "lease keep-alive: lease " + Long.toHexString(id) + " is gone");
        }
        return answer.getTTL();
    }

    /**
     * Ends a lease; its keys go with it.
     *
     * @param id the lease
     * @throws EtcdException NOT_FOUND if it is gone already
     */
    public void revoke(long id) throws EtcdException {
        caller.call(
                "lease revoke",
                LeaseGrpc::newBlockingV2Stub,
                stub -> stub.leaseRevoke(
                        LeaseRevokeRequest.newBuilder().setID(id).build()));
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
