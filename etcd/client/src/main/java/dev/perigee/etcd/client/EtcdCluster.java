package dev.perigee.etcd.client;

import dev.perigee.etcd.client.EtcdException.Kind;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The members at the settings' endpoints, each with a connection of its own. Safe for many threads.
 *
 * <pre>{@code
 * try (EtcdCluster cluster = EtcdCluster.open(settings)) {
 *     MemberChoice choice = cluster.choose();
 *     try (SnapshotStream stream = cluster.chosen(choice).snapshot()) { … }
 * }
 * }</pre>
 */
public final class EtcdCluster implements AutoCloseable {

    private final Transport transport;
    private final Map<URI, EtcdConnection> connections;

    private EtcdCluster(Transport transport, Map<URI, EtcdConnection> connections) {
        this.transport = transport;
        this.connections = connections;
    }

    /**
     * Makes the connections; no byte is sent before the first call.
     *
     * @param settings the endpoints and how to reach them
     * @return the cluster
     * @throws EtcdException INVALID if an endpoint makes no sense, TLS if a file of the TLS settings can't be used
     */
    public static EtcdCluster open(EtcdSettings settings) throws EtcdException {
        Transport transport = new Transport(settings);
        try {
            Map<URI, EtcdConnection> connections = new LinkedHashMap<>();
            for (URI endpoint : settings.endpoints()) {
                connections.put(endpoint, EtcdConnection.on(transport, settings, endpoint));
            }
            return new EtcdCluster(transport, connections);
        } catch (EtcdException e) {
            transport.close();
            throw e;
        }
    }

    /**
     * The connections.
     *
     * @return in the order of the settings; closed with this cluster
     */
    public List<EtcdConnection> connections() {
        return List.copyOf(connections.values());
    }

    /**
     * Asks every endpoint for its status, all at the same time.
     *
     * @return in the order of the settings
     */
    public List<EndpointStatus> statuses() {
        List<EtcdConnection> all = connections();
        if (all.size() == 1) {
            return List.of(status(all.getFirst()));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<EndpointStatus>> asked = new ArrayList<>();
            all.forEach(connection -> asked.add(threads.submit(() -> status(connection))));
            threads.close();
            return asked.stream().map(Future::resultNow).toList();
        }
    }

    /**
     * Asks every endpoint and chooses the member that a snapshot should be taken from.
     *
     * @return the choice; somebody is chosen
     * @throws EtcdException if nobody will do, with the reasons of all: INVALID if the endpoints that answer are only
     *     learners or belong to two clusters, else of the kind of the first endpoint's failure
     */
    public MemberChoice choose() throws EtcdException {
        return choose(statuses(), Set.of());
    }

    /**
     * Chooses among members that were asked before.
     *
     * @param statuses what {@link #statuses} gave
     * @param outvoted the ids of members whose data differs from the quorum's; none of them is chosen
     * @return the choice; somebody is chosen
     * @throws EtcdException as {@link #choose()} does
     */
    public MemberChoice choose(List<EndpointStatus> statuses, Set<Long> outvoted) throws EtcdException {
        MemberChoice choice = MemberChoice.of(statuses, outvoted);
        if (choice.chosen().isPresent()) {
            return choice;
        }
        throw statuses.size() == 1 && statuses.getFirst() instanceof EndpointStatus.Failed only
                ? only.failure()
                : new EtcdException(
                        kind(statuses), Optional.empty(), "no member will do: " + String.join("; ", choice.reasons()));
    }

    /**
     * Asks every endpoint, and refuses those of two clusters. Who doesn't answer is not held against it.
     *
     * @throws EtcdException INVALID, with the cluster of each, if those that answer belong to more than one
     */
    public void requireOneCluster() throws EtcdException {
        List<String> clusters = MemberChoice.clusters(statuses());
        if (!clusters.isEmpty()) {
            throw new EtcdException(
                    Kind.INVALID, Optional.empty(), "the endpoints make no cluster: " + String.join("; ", clusters));
        }
    }

    /**
     * The connection to the member that was chosen.
     *
     * @param choice of this cluster, with somebody chosen
     * @return closed with this cluster
     */
    public EtcdConnection chosen(MemberChoice choice) {
        EtcdConnection connection = connections.get(choice.endpoint().orElseThrow());
        if (connection == null) {
            throw new IllegalArgumentException("a choice from another cluster: " + choice);
        }
        return connection;
    }

    /** Ends every call and closes all connections at once. */
    @Override
    public void close() {
        transport.close();
    }

    private static EndpointStatus status(EtcdConnection connection) {
        try {
            return new EndpointStatus.Answered(connection.status());
        } catch (EtcdException e) {
            return new EndpointStatus.Failed(connection.endpoint(), e);
        }
    }

    /** Members that answer and still won't do are wrongly given: learners, or two clusters. */
    private static Kind kind(List<EndpointStatus> statuses) {
        Kind first = Kind.INVALID;
        for (EndpointStatus status : statuses.reversed()) {
            switch (status) {
                case EndpointStatus.Answered _ -> {
                    return Kind.INVALID;
                }
                case EndpointStatus.Failed failed -> first = failed.failure().kind();
            }
        }
        return first;
    }
}
