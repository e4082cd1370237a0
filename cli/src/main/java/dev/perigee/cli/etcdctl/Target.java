package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Engines;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.core.config.Endpoints;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.EtcdRequest;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.EtcdApi;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.EtcdMember;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.MemberStatus;
import dev.perigee.etcd.client.PeerText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The endpoints that a command speaks to.
 *
 * @param settings how to reach them
 * @param endpoints each with the name that the user gave it
 */
record Target(EtcdSettings settings, List<Endpoint> endpoints) {

    /**
     * One of them.
     *
     * @param name as the user wrote it
     * @param uri where it is
     */
    record Endpoint(String name, URI uri) {}

    /** A call on one connection. */
    interface Question<T> {
        T ask(EtcdApi api) throws EtcdException;
    }

    /** Several calls on one connection, with what becomes of their answers. */
    interface Work {
        void with(EtcdApi api) throws EtcdException, Failure;
    }

    /**
     * What one endpoint made of a call.
     *
     * @param endpoint its name
     * @param value its answer; empty if there is none
     * @param failure why not; empty if there is one
     */
    record Reply<T>(String endpoint, Optional<T> value, Optional<EtcdException> failure) {}

    /** Those of the flags, the environment, the configuration: the first that says. */
    static Target of(Session session, Optional<String> job) throws OperationException {
        EtcdSettings settings;
        try (Engine engine = Engines.forEtcd(session, job)) {
            settings = engine.run(new EtcdRequest(job)).etcd();
        }
        List<URI> uris = settings.endpoints();
        List<String> names = names(session);
        boolean named = names.size() == uris.size();
        return new Target(
                settings,
                IntStream.range(0, uris.size())
                        .mapToObj(i ->
                                new Endpoint(named ? names.get(i) : uris.get(i).toString(), uris.get(i)))
                        .toList());
    }

    /**
     * Asks one endpoint: of several, the first that is there. A request is sent once only, so that nothing is done twice.
     *
     * @param question the call
     * @return the answer
     */
    <T> T ask(Question<T> question) throws EtcdException {
        return endpoints.size() == 1 ? ask(endpoints.getFirst(), question) : ask(reachable(), question);
    }

    /**
     * Works with one endpoint: of several, the first that is there.
     *
     * @param work what to do; the connection is closed after it
     */
    void use(Work work) throws EtcdException, Failure {
        Endpoint endpoint = endpoints.size() == 1 ? endpoints.getFirst() : reachable();
        try (EtcdConnection connection = EtcdConnection.open(settings, endpoint.uri())) {
            work.with(connection.api());
        }
    }

    /**
     * Asks every endpoint, all at the same time.
     *
     * @param question the call
     * @return in the order of the endpoints
     */
    <T> List<Reply<T>> askEach(Question<T> question) {
        List<Future<Reply<T>>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            endpoints.forEach(endpoint -> asked.add(threads.submit(() -> reply(endpoint, question))));
        }
        return asked.stream().map(Future::resultNow).toList();
    }

    /** The same settings with endpoints that were found; with these, if none were. */
    Target orAt(List<URI> found) {
        return found.isEmpty()
                ? this
                : new Target(
                        settings,
                        found.stream()
                                .map(uri -> new Endpoint(uri.toString(), uri))
                                .toList());
    }

    /** Each endpoint by itself. */
    List<Target> split() {
        return endpoints.stream()
                .map(endpoint -> new Target(settings, List.of(endpoint)))
                .toList();
    }

    /** Whether the endpoint's status says so; false if it doesn't answer. */
    boolean is(Predicate<Answer<MemberStatus>> question) {
        try {
            return question.test(ask(EtcdApi::status));
        } catch (EtcdException e) {
            return false; // who needs it will fail on it, and say so
        }
    }

    /** The same settings with the client URLs of every member. */
    Target ofMembers() throws EtcdException {
        List<Endpoint> all = new ArrayList<>();
        for (EtcdMember member : ask(api -> api.members(false)).value()) {
            for (String url : member.clientUrls()) {
                all.add(new Endpoint(url, advertised(url)));
            }
        }
        return new Target(settings, all);
    }

    private static URI advertised(String url) throws EtcdException {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new EtcdException(
                    EtcdException.Kind.INVALID,
                    Optional.empty(),
                    "a member advertises the client URL '" + PeerText.clean(url) + "', which is none");
        }
    }

    /** All are asked, for a second cluster among them may not be passed over. */
    private Endpoint reachable() throws EtcdException {
        List<Reply<Answer<MemberStatus>>> replies = askEach(EtcdApi::status);
        requireOneCluster(replies);
        for (int i = 0; i < replies.size(); i++) {
            Optional<EtcdException> failure = replies.get(i).failure();
            if (failure.isEmpty() || !failure.get().retryable()) {
                return endpoints.get(i);
            }
        }
        throw replies.getFirst().failure().orElseThrow();
    }

    private static void requireOneCluster(List<Reply<Answer<MemberStatus>>> replies) throws EtcdException {
        Map<String, Long> clusters = new LinkedHashMap<>();
        replies.forEach(reply -> reply.value()
                .ifPresent(
                        answer -> clusters.put(reply.endpoint(), answer.value().clusterId())));
        if (Set.copyOf(clusters.values()).size() > 1) {
            String each = clusters.entrySet().stream()
                    .map(entry -> entry.getKey() + " belongs to cluster " + Long.toHexString(entry.getValue()))
                    .collect(Collectors.joining("; "));
            throw new EtcdException(
                    EtcdException.Kind.INVALID, Optional.empty(), "the endpoints must belong to one cluster: " + each);
        }
    }

    private <T> Reply<T> reply(Endpoint endpoint, Question<T> question) {
        try {
            return new Reply<>(endpoint.name(), Optional.of(ask(endpoint, question)), Optional.empty());
        } catch (EtcdException e) {
            return new Reply<>(endpoint.name(), Optional.empty(), Optional.of(e));
        }
    }

    private <T> T ask(Endpoint endpoint, Question<T> question) throws EtcdException {
        try (EtcdConnection connection = EtcdConnection.open(settings, endpoint.uri())) {
            return question.ask(connection.api());
        }
    }

    private static List<String> names(Session session) {
        List<String> flags = session.options().endpoints();
        return Endpoints.split(
                flags.isEmpty() ? List.of(session.environment().getOrDefault("ETCDCTL_ENDPOINTS", "")) : flags);
    }
}
