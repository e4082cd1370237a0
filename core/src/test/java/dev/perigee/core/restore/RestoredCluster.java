package dev.perigee.core.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.EtcdRecipe;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.Ports;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A cluster restored into a directory, and the real servers started from it. */
final class RestoredCluster implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final RestoreResult result;
    private final List<RealEtcd> servers = new ArrayList<>();

    private RestoredCluster(RestoreResult result) {
        this.result = result;
    }

    static RestoredCluster restore(Path source, Path dir, int members, RestoreRequest.Data data)
            throws OperationException {
        return restore(source, dir, members, "http://127.0.0.1", data);
    }

    /** With peer URLs of another kind; the servers are reached on 127.0.0.1 all the same. */
    static RestoredCluster restore(Path source, Path dir, int members, String peerHost, RestoreRequest.Data data)
            throws OperationException {
        String cluster = IntStream.range(0, members)
                .mapToObj(number -> "m" + number + "=" + peerHost + ":" + Ports.free())
                .collect(Collectors.joining(","));
        RestoreRequest request = new RestoreRequest(
                source,
                source.toString(),
                new RestoreRequest.Cluster("m0", cluster, "token-" + dir.getFileName(), Optional.empty(), members > 1),
                RestoreRequest.Target.of(dir),
                data);
        return new RestoredCluster(new Restore(Timing.system(), Progress.NONE).run(request));
    }

    RestoreResult result() {
        return result;
    }

    /** Starts every member and waits until all are healthy. */
    RestoredCluster start(String version, String... flags) {
        launch(version, flags);
        awaitAll();
        return this;
    }

    /** A member may have a leader, which makes it healthy, some time before it serves its clients. */
    private void awaitAll() {
        servers.forEach(RealEtcd::awaitHealthy);
        for (RealEtcd server : servers) {
            Eventually.eventually(SOON, server.endpoint() + " serves clients", () -> serves(server));
        }
    }

    /** Etcd 3.4's client doesn't get over a connection that came too early: each try is one of its own. */
    private static boolean serves(RealEtcd server) {
        CommandResult get = server.etcdctl("--command-timeout=5s", "get", "x", "--consistency=s");
        return get.exitCode() == 0 || get.stderr().contains("user name is empty");
    }

    /** Starts every member and waits until the first answers, healthy or not. */
    RestoredCluster startInTrouble(String version) {
        launch(version);
        Eventually.eventually(
                SOON, "it answers", () -> first().etcdctl("get", "x").exitCode() == 0);
        return this;
    }

    private void launch(String version, String... flags) {
        for (MemberPlan member : result.plan().members()) {
            String url = member.member().peerUrls().getFirst().text();
            int port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
            servers.add(RealEtcd.launchOn(
                    EtcdRecipe.of(version).with(flags), member.member().name(), port, member.dataDir()));
        }
    }

    RealEtcd first() {
        return servers.getFirst();
    }

    /** Stops all, then starts all: nobody waits for a majority that isn't there. */
    void restart() {
        servers.forEach(RealEtcd::stop);
        servers.forEach(RealEtcd::launchAgain);
        awaitAll();
    }

    void assertHashKv(long revision, String expected) {
        for (RealEtcd server : servers) {
            Eventually.eventually(
                    SOON, server.endpoint() + " has caught up", () -> SampleSnapshot.revision(server) >= revision);
            assertEquals(expected, SampleSnapshot.hashKv(server, revision));
        }
    }

    /**
     * A restored cluster may look healthy and refuse every write: only a write shows it. One that merely times out on a
     * busy machine is tried again.
     */
    void assertWrites(String value) {
        Eventually.eventually(SOON, "a write succeeds", () -> wrote(first().etcdctl("put", "written", value)));
        assertEquals(
                value,
                first().etcdctl("get", "written", "--consistency=s", "--print-value-only")
                        .orFail()
                        .stdout()
                        .strip());
    }

    private static boolean wrote(CommandResult put) {
        boolean slow = List.of("timed out", "leader changed", "deadline exceeded").stream()
                .anyMatch(put.stderr()::contains);
        return slow ? put.exitCode() == 0 : put.orFail().exitCode() == 0;
    }

    @Override
    public void close() {
        servers.forEach(RealEtcd::close);
    }
}
