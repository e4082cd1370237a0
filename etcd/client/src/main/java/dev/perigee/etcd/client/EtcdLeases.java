package dev.perigee.etcd.client;

import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
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
}
