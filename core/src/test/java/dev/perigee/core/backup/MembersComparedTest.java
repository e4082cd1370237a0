package dev.perigee.core.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.Comparison;
import dev.perigee.core.catalog.Comparison.Heard;
import dev.perigee.core.catalog.Comparison.Result;
import dev.perigee.core.catalog.Comparison.Verdict;
import dev.perigee.core.catalog.ManifestJson;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.etcd.client.EtcdCluster;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.test.servers.EtcdRecipe;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.test.servers.RealEtcdCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembersComparedTest {

    private static final String VALUE = "a value that is easily found in a file";

    @TempDir
    Path state;

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void aMemberWhoseDataWasEditedIsNamedAndNotAsked(String version) throws Exception {
        try (RealEtcdCluster etcd = RealEtcdCluster.start(EtcdRecipe.of(version))) {
            etcd.members().getFirst().etcdctl("put", "edited", VALUE).orFail();
            etcd.members().getFirst().load(50, 100);
            int edited = wouldBeAsked(etcd);
            edit(etcd.members().get(edited));
            assertEquals(edited, wouldBeAsked(etcd), "still the first choice, by all that its status tells");
            Bench bench = new Bench(state).withLocal(RetentionRules.keepLast(1));

            BackupResult result = new Backup(bench.environment()).run(job(bench, etcd.endpoints()));

            Comparison comparison = result.manifest().comparison().orElseThrow();
            assertEquals(Result.MEMBER_DIFFERS, comparison.result(), comparison::toString);
            assertEquals(
                    List.of("m" + edited),
                    comparison.with(Verdict.DIFFERS).stream().map(Heard::name).toList());
            assertEquals("2 of 3, not m" + edited, comparison.brief());
            assertNotEquals("m" + edited, result.manifest().member().name());
            assertEquals(Optional.empty(), result.doubt());
            assertEquals(Outcome.PARTIAL, result.outcome());
            assertTrue(
                    bench.events.stream()
                            .anyMatch(event -> event instanceof ProgressEvent.Warning(String text)
                                    && text.startsWith("member m" + edited + " holds other data than the quorum")),
                    bench.events::toString);
            assertEquals(
                    result.manifest(),
                    ManifestJson.read("it", ManifestJson.write(result.manifest())),
                    "as it is stored");
        }
    }

    @Test
    void aMemberThatIsDownIsNotComparedAndNothingIsWrong() throws Exception {
        try (RealEtcdCluster etcd = RealEtcdCluster.start(EtcdRecipe.of("3.6"))) {
            etcd.members().getFirst().load(50, 100);
            etcd.members().getLast().kill();
            etcd.members().getFirst().awaitHealthy();
            Bench bench = new Bench(state).withLocal(RetentionRules.keepLast(1));

            BackupResult result = new Backup(bench.environment()).run(job(bench, etcd.endpoints()));

            Comparison comparison = result.manifest().comparison().orElseThrow();
            assertEquals(Outcome.OK, result.outcome());
            assertEquals(Result.AGREED, comparison.result());
            assertEquals("2 of 3", comparison.brief());
            Heard down = comparison.members().getLast();
            assertEquals(Verdict.NOT_COMPARED, down.verdict());
            assertTrue(down.reason().contains(etcd.endpoints().getLast().toString()), down.reason());
        }
    }

    private static Job job(Bench bench, List<URI> endpoints) {
        ClusterSettings cluster = new ClusterSettings("prod", true, EtcdSettings.of(endpoints));
        return new Job("default", cluster, Optional.empty(), bench.destinations());
    }

    private static int wouldBeAsked(RealEtcdCluster etcd) throws Exception {
        try (EtcdCluster cluster = EtcdCluster.open(EtcdSettings.of(etcd.endpoints()))) {
            return etcd.endpoints().indexOf(cluster.choose().endpoint().orElseThrow());
        }
    }

    /** Changes one letter of a value; no checksum of bbolt's covers it. */
    private static void edit(RealEtcd member) throws IOException {
        member.stop();
        Path database = member.dataDir().resolve("member/snap/db");
        byte[] file = Files.readAllBytes(database);
        String text = new String(file, StandardCharsets.ISO_8859_1);
        int found = 0;
        for (int at = text.indexOf(VALUE); at >= 0; at = text.indexOf(VALUE, at + 1), found++) {
            file[at] = 'A';
        }
        assertTrue(found > 0, "the value isn't in " + database);
        Files.write(database, file);
        member.restart();
    }
}
