package dev.perigee.etcd.client;

import io.etcd.jetcd.api.AlarmRequest;
import io.etcd.jetcd.api.AlarmResponse;
import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.HashKVRequest;
import io.etcd.jetcd.api.HashKVResponse;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import java.net.URI;
import java.util.List;

/**
 * A connection to exactly one member. It connects with the first call; each call has the settings' command timeout as its
 * deadline. Safe for many threads.
 *
 * <p>Calls block, on virtual threads too without holding a carrier; an interrupted one throws CANCELLED.
 */
public final class EtcdConnection implements AutoCloseable {

    private final EtcdSettings settings;
    private final URI endpoint;
    private final Transport transport;
    private final boolean ownTransport;
    private final Caller caller;

    private EtcdConnection(EtcdSettings settings, URI endpoint, Transport transport, boolean ownTransport)
            throws EtcdException {
        this.settings = settings;
        this.endpoint = endpoint;
        this.transport = transport;
        this.ownTransport = ownTransport;
        this.caller = new Caller(settings, endpoint, transport.open(endpoint));
    }

    /**
     * Makes a connection; no byte is sent before the first call.
     *
     * @param settings TLS, credentials and time limits
     * @param endpoint the member, one of the settings' endpoints or another
     * @return a connection of its own
     * @throws EtcdException INVALID if the endpoint makes no sense, TLS if a file of the TLS settings can't be used
     */
    public static EtcdConnection open(EtcdSettings settings, URI endpoint) throws EtcdException {
        Transport transport = new Transport(settings);
        try {
            return new EtcdConnection(settings, endpoint, transport, true);
        } catch (EtcdException e) {
            transport.close();
            throw e;
        }
    }

    static EtcdConnection on(Transport transport, EtcdSettings settings, URI endpoint) throws EtcdException {
        return new EtcdConnection(settings, endpoint, transport, false);
    }

    /**
     * The member.
     *
     * @return as it was given
     */
    public URI endpoint() {
        return endpoint;
    }

    /**
     * Asks the member about itself.
     *
     * @return its answer
     * @throws EtcdException of any kind
     */
    public MemberStatus status() throws EtcdException {
        StatusResponse answer = caller.call(
                "status", MaintenanceGrpc::newBlockingV2Stub, stub -> stub.status(StatusRequest.getDefaultInstance()));
        return Answers.status(endpoint, answer);
    }

    /**
     * Lists the members of its cluster.
     *
     * @return as this member knows them
     * @throws EtcdException of any kind
     */
    public List<EtcdMember> members() throws EtcdException {
        MemberListResponse answer = caller.call(
                "member list",
                ClusterGrpc::newBlockingV2Stub,
                stub -> stub.memberList(MemberListRequest.getDefaultInstance()));
        return Answers.members(answer.getMembersList());
    }

    /**
     * Lists the alarms of all members.
     *
     * @return empty if none is raised
     * @throws EtcdException of any kind
     */
    public List<Alarm> alarms() throws EtcdException {
        return alarm("alarm list", AlarmRequest.newBuilder().setAction(AlarmRequest.AlarmAction.GET));
    }

    /**
     * Takes back an alarm.
     *
     * @param alarm one that {@link #alarms()} gave
     * @return what was taken back
     * @throws EtcdException of any kind
     */
    public List<Alarm> disarm(Alarm alarm) throws EtcdException {
        return alarm(
                "alarm disarm",
                AlarmRequest.newBuilder()
                        .setAction(AlarmRequest.AlarmAction.DEACTIVATE)
                        .setMemberID(alarm.memberId())
                        .setAlarmValue(alarm.type()));
    }

    /**
     * Hashes its keys and values.
     *
     * @param revision up to which; 0 for the newest
     * @return the hash
     * @throws EtcdException COMPACTED if the revision is gone or not there yet
     */
    public HashKv hashKv(long revision) throws EtcdException {
        HashKVResponse answer = caller.call(
                "hashkv",
                MaintenanceGrpc::newBlockingV2Stub,
                stub -> stub.hashKV(
                        HashKVRequest.newBuilder().setRevision(revision).build()));
        return Answers.hashKv(answer);
    }

    /**
     * Opens the snapshot stream. It has no deadline, only the settings' idle timeout.
     *
     * @return the stream; the caller closes it
     * @throws EtcdException if the login fails; all else comes with the stream's first message
     */
    public SnapshotStream snapshot() throws EtcdException {
        caller.logIn();
        return new SnapshotStream(caller, settings.idleTimeout());
    }

    /** Ends every call and closes the connection at once. */
    @Override
    public void close() {
        if (ownTransport) {
            transport.close();
        }
    }

    Caller caller() {
        return caller;
    }

    private List<Alarm> alarm(String what, AlarmRequest.Builder request) throws EtcdException {
        AlarmResponse answer =
                caller.call(what, MaintenanceGrpc::newBlockingV2Stub, stub -> stub.alarm(request.build()));
        return answer.getAlarmsList().stream()
                .map(alarm -> new Alarm(alarm.getMemberID(), alarm.getAlarmValue()))
                .toList();
    }
}
