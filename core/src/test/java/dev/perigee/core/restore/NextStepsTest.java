package dev.perigee.core.restore;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.format.snapshot.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NextStepsTest {

    private static final String THREE = "a=http://127.0.0.1:36001,b=http://127.0.0.1:36002,c=http://127.0.0.1:36005";

    @TempDir
    Path dir;

    private Path source;
    private RestoreRequest.Target target;

    @BeforeEach
    void makeSource() throws Exception {
        source = new SyntheticDatabase().rows(2, 5, 100).snapshot(dir.resolve("source.db"));
        target = RestoreRequest.Target.of(dir.resolve("data"));
    }

    @Test
    void severalNodesAreToldToRestoreTheOthersToo() throws Exception {
        String next = after("b", THREE, RestoreRequest.Data.AS_IT_IS);

        assertTrue(next.contains("perigee snapshot restore " + source + " --name a --initial-cluster " + THREE), next);
        assertTrue(next.contains("--name c"), next);
        assertTrue(next.contains("Start all members"), next);
        assertTrue(next.contains(" --advertise-client-urls http://127.0.0.1:2389\n"), next);
        String endpoints = "http://127.0.0.1:2379,http://127.0.0.1:2389,http://127.0.0.1:2399";
        assertTrue(next.contains(" --endpoints " + endpoints + "\n"), next);
        assertFalse(next.contains("On one host give each a client URL of its own"), next);
        assertTrue(next.contains("--bump-revision auto"), next);
    }

    @Test
    void theOthersAreRestoredWithTheSameFlags() throws Exception {
        String me = Files.getOwner(dir).getName();
        target = new RestoreRequest.Target(target.dataDir(), Optional.of(dir.resolve("wal")), true, Optional.of(me));

        String next = after(
                "b",
                THREE,
                new RestoreRequest.Data(true, true, Optional.of(new RevisionBump.By(1000)), true, Optional.of("3.5")));

        String flags = " --data-dir " + target.dataDir() + " --wal-dir " + dir.resolve("wal")
                + " --bump-revision 1000 --mark-compacted --target-version 3.5 --owner " + me
                + " --skip-hash-check --compact --drop-alarms --replace\n";
        assertTrue(next.contains("--name a --initial-cluster " + THREE + " --initial-cluster-token tok" + flags), next);
    }

    /** etcd refuses to listen on a name. */
    @Test
    void aMemberKnownByANameListensOnEveryAddress() throws Exception {
        String next = after("a", "a=https://etcd-0.example.org:2380", RestoreRequest.Data.AS_IT_IS);

        assertTrue(next.contains(" --listen-peer-urls https://0.0.0.0:2380 "), next);
        assertTrue(next.contains(" --initial-advertise-peer-urls https://etcd-0.example.org:2380 "), next);
        assertTrue(next.contains(" --listen-client-urls https://0.0.0.0:2379 "), next);
        assertTrue(next.contains(" --advertise-client-urls https://etcd-0.example.org:2379\n"), next);
    }

    @Test
    void aMemberKnownByAnAddressListensThere() throws Exception {
        for (String host : new String[] {"10.0.0.1", "[::1]", "localhost"}) {
            String next = after("a", "a=http://" + host + ":2380", RestoreRequest.Data.AS_IT_IS);

            assertTrue(next.contains(" --listen-peer-urls " + urls(host, 2380)), next);
            assertTrue(next.contains(" --listen-client-urls " + urls(host, 2379)), next);
            assertFalse(next.contains("0.0.0.0"), next);
        }
    }

    private static String urls(String host, int port) {
        return Shell.quoted("http://" + host + ":" + port);
    }

    @Test
    void aMemberOnASocketIsReachedByClientsOnLocalhost() throws Exception {
        String next = after("a", "a=unix://localhost:36011", RestoreRequest.Data.AS_IT_IS);

        assertTrue(next.contains(" --listen-peer-urls unix://localhost:36011 "), next);
        assertTrue(next.contains(" --listen-client-urls http://localhost:2379 "), next);
    }

    @Test
    void whatIsToBePastedIsOurOwnWithEndpointsAndTheUserWhereAuthenticationStaysOn() throws Exception {
        source = new SyntheticDatabase()
                .rows(2, 5, 100)
                .set("auth", "authEnabled", new byte[] {1})
                .set("alarm", SyntheticDatabase.hex("08ee8ecda4800a1001"), new byte[0])
                .snapshot(dir.resolve("auth.db"));

        String next = after("a", "a=https://10.0.0.1:2380", RestoreRequest.Data.AS_IT_IS);

        String flags = " --endpoints https://10.0.0.1:2379 --user root";
        assertTrue(next.contains("\nperigee etcdctl alarm disarm" + flags), next);
        assertTrue(next.contains("\nperigee etcdctl endpoint status -w table" + flags), next);
        assertTrue(next.contains("\nperigee etcdctl put perigee-restore-check ok" + flags), next);
        assertTrue(next.contains("Add --cacert, --cert and --key"), next);
    }

    private String after(String name, String cluster, RestoreRequest.Data data) throws OperationException {
        RestoreRequest request = new RestoreRequest(
                source,
                source.toString(),
                new RestoreRequest.Cluster(name, cluster, "tok", Optional.empty(), false),
                target,
                data);
        RestorePlan plan = new Restore(Timing.system(), Progress.NONE).plan(request);
        return String.join("\n", NextSteps.lines(NextSteps.of(plan)));
    }
}
