package dev.perigee.core.drill;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.drill.DrillChecks.Seen;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.Credentials;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.EtcdException.Kind;
import dev.perigee.etcd.client.EtcdSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Starts the servers of a drill, and asks each what the manifest tells. For one drill, on one thread.
 *
 * @param environment what it stands on
 * @param settings how long a server may take
 * @param credentials who to be where auth is on
 * @param manifest what has to be there
 * @param room how much of the disk it may take
 * @param step gets each step's name and what was seen, when it has ended
 * @param finding gets what isn't as it has to be
 */
record DrilledCluster(
        Environment environment,
        DrillSettings settings,
        Optional<Credentials> credentials,
        Manifest manifest,
        DrillRoom room,
        BiConsumer<String, String> step,
        Consumer<String> finding) {

    private static final Duration POLL = Duration.ofMillis(100);

    /** A server and our way to it. */
    private record Node(ScratchMember member, ScratchServer server, EtcdConnection etcd) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            etcd.close();
            server.close();
        }
    }

    /** Does something with a server of its own. */
    private interface Check {
        Seen see() throws EtcdException;
    }

    void serve(EtcdBinary binary, ServerUser user, List<ScratchMember> members, List<Path> data)
            throws OperationException, IOException, InterruptedException {
        List<Node> nodes = new ArrayList<>();
        try {
            long start = environment.timing().ticker().getAsLong();
            for (int i = 0; i < members.size(); i++) {
                ScratchServer server = ScratchServer.start(
                        binary.path(),
                        user,
                        members.get(i),
                        data.get(i),
                        manifest.facts().databaseBytes(),
                        room.scratch());
                nodes.add(new Node(members.get(i), server, EtcdConnection.open(settings(server), server.endpoint())));
            }
            if (answer(nodes, binary, user, start)) {
                ask(nodes);
            }
        } catch (EtcdException e) {
            finding.accept(FailureWords.of(e));
        } finally {
            for (Node node : nodes) {
                node.close();
            }
        }
    }

    private EtcdSettings settings(ScratchServer server) {
        return new EtcdSettings(
                List.of(server.endpoint()),
                Optional.empty(),
                credentials,
                Duration.ofSeconds(2),
                settings.timeout(),
                settings.timeout());
    }

    private boolean answer(List<Node> nodes, EtcdBinary binary, ServerUser user, long start)
            throws OperationException, IOException, InterruptedException {
        for (Node node : nodes) {
            if (!awaitAnswer(node, start)) {
                finding.accept("etcd " + binary.version() + " doesn't start from it: "
                        + node.server().lastWords());
                step.accept("start", "no answer");
                return false;
            }
        }
        step.accept(
                "start",
                nodes.size() == 1
                        ? "etcd " + binary.version() + " answers" + user.words()
                        : nodes.size() + " members of etcd " + binary.version() + " answer and have a leader"
                                + user.words());
        return true;
    }

    private boolean awaitAnswer(Node node, long start) throws OperationException, IOException, InterruptedException {
        while (node.server().runs() && environment.timing().since(start).compareTo(settings.timeout()) < 0) {
            room.look();
            try {
                if (node.etcd().status().knowsLeader()) {
                    return true;
                }
            } catch (EtcdException e) {
                if (e.kind() == Kind.CANCELLED) {
                    throw new InterruptedException();
                }
            }
            environment.timing().sleeper().sleep(POLL);
        }
        return false;
    }

    private void ask(List<Node> nodes) throws EtcdException, OperationException, IOException {
        for (Node node : nodes) {
            check(nodes.size() == 1 ? "hash" : "hash " + node.member().name(), checks(node)::hash);
        }
        DrillChecks first = checks(nodes.getFirst());
        check("keys", first::keys);
        check("write", first::write);
        for (Node node : nodes.subList(1, nodes.size())) {
            check("read " + node.member().name(), checks(node)::written);
        }
    }

    private DrillChecks checks(Node node) {
        return new DrillChecks(node.etcd(), manifest.facts());
    }

    /** Where auth is on and we have no user for it, that says nothing against the backup. */
    private void check(String name, Check check) throws EtcdException, OperationException, IOException {
        room.look();
        try {
            Seen seen = check.see();
            if (seen.wrong()) {
                finding.accept(seen.said());
            }
            step.accept(name, seen.said());
        } catch (EtcdException e) {
            if (e.kind() != Kind.DENIED && e.kind() != Kind.AUTH_FAILED) {
                throw e;
            }
            step.accept(name, "not done: the cluster's auth is on, and the configuration has no user for it");
        }
    }
}
