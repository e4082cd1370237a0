package dev.perigee.etcd.client;

import dev.perigee.etcd.client.EtcdException.Kind;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
        return hashKv(revision, settings.commandTimeout());
    }

    /**
     * Hashes its keys and values. The member reads all of them; its writes may wait meanwhile.
     *
     * @param revision up to which; 0 for the newest
     * @param within how long that may take, in place of the settings' time limit; positive
     * @return the hash
     * @throws EtcdException COMPACTED if the revision is gone or not there yet
     */
    public HashKv hashKv(long revision, Duration within) throws EtcdException {
        HashKVResponse answer = caller.call(
                "hashkv",
                within,
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

    /**
     * Whether this member takes part in its cluster, as {@code etcdctl endpoint health} sees it.
     *
     * @return never throws: what is wrong is in the answer
     */
    public EndpointHealth health() {
        long start = System.nanoTime();
        Optional<String> problem;
        try {
            problem = problem();
        } catch (EtcdException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
        }
        return new EndpointHealth(endpoint, Duration.ofNanos(System.nanoTime() - start), problem);
    }

    /**
     * The cluster's keys.
     *
     * @return lives as long as this connection
     */
    public EtcdKeys keys() {
        return new EtcdKeys(caller);
    }

    /**
     * The cluster's leases.
     *
     * @return lives as long as this connection
     */
    public EtcdLeases leases() {
        return new EtcdLeases(caller);
    }

    /**
     * Watches keys.
     *
     * @param query which
     * @return the stream; the caller closes it
     * @throws EtcdException if the login fails; all else comes with the stream's first message
     */
    public WatchStream watch(WatchQuery query) throws EtcdException {
        return new WatchStream(caller, query, false);
    }

    /**
     * The calls with all their options and the whole of their answers.
     *
     * @return lives as long as this connection
     */
    public EtcdApi api() {
        return new EtcdApi(endpoint, caller);
    }

    /** Ends every call and closes the connection at once. */
    @Override
    public void close() {
        if (ownTransport) {
            transport.close();
        }
    }

    /** Raises an alarm, as a member does by itself. */
    List<Alarm> raise(Alarm alarm) throws EtcdException {
        return alarm(
                "alarm raise",
                AlarmRequest.newBuilder()
                        .setAction(AlarmRequest.AlarmAction.ACTIVATE)
                        .setMemberID(alarm.memberId())
                        .setAlarmValue(alarm.type()));
    }

    /** A read that needs the leader; that this user may not read the key is no illness. */
    private Optional<String> problem() throws EtcdException {
        try {
            keys().get(Bytes.of("health"));
        } catch (EtcdException e) {
            if (e.kind() != Kind.DENIED) {
                throw e;
            }
        }
        List<Alarm> alarms = alarms();
        return alarms.isEmpty()
                ? Optional.empty()
                : Optional.of("active alarms: "
                        + alarms.stream()
                                .map(alarm -> alarm.name() + " of " + Long.toHexString(alarm.memberId()))
                                .collect(Collectors.joining(", ")));
    }

    private List<Alarm> alarm(String what, AlarmRequest.Builder request) throws EtcdException {
        AlarmResponse answer =
                caller.call(what, MaintenanceGrpc::newBlockingV2Stub, stub -> stub.alarm(request.build()));
        return answer.getAlarmsList().stream()
                .map(alarm -> new Alarm(alarm.getMemberID(), alarm.getAlarmValue()))
                .toList();
    }
}
