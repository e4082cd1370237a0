package dev.perigee.cli.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.CliRun;
import dev.perigee.cli.console.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real API server keeps, in two snapshots of its etcd. */
class KubernetesKeysTest {

    @TempDir
    static Path folder;

    @BeforeAll
    static void unpack() throws IOException {
        unpack("plain.db");
        unpack("encrypted.db");
    }

    private static void unpack(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(KubernetesKeysTest.class.getResourceAsStream(name + ".gz"))) {
            Files.copy(in, folder.resolve(name));
        }
    }

    @Test
    void everyKeyIsNamedAsEtcdctlCountsThem() throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        String[] lines = new String(
                        KubernetesKeysTest.class
                                .getResourceAsStream("plain.counts.txt")
                                .readAllBytes(),
                        StandardCharsets.UTF_8)
                .split("\n");
        for (String line : lines) {
            String[] words = line.strip().split(" ");
            String resource = words[1].replaceAll("(.*)/(.*)", "$2.$1");
            counts.merge(resource, Long.parseLong(words[0]), Long::sum);
        }

        for (Map.Entry<String, Long> expected : counts.entrySet()) {
            assertEquals(
                    expected.getValue(),
                    run("ls", "plain.db", "--kind", expected.getKey(), "-w", "json")
                            .lines()
                            .count(),
                    expected.getKey());
        }
        assertEquals(1323, run("ls", "plain.db", "-w", "json").lines().count());
    }

    @Test
    void everyObjectOfThePlainSnapshotHasAKind() {
        assertTrue(run("ls", "plain.db", "--prefix", "/registry/", "-w", "json")
                .lines()
                .noneMatch(line -> line.contains("\"apiVersion\":null")));
    }

    @Test
    void eachNamespaceHasTenOfEach() {
        Map<String, Long> kinds = run("ls", "plain.db", "--namespace", "team-03", "-w", "json")
                .lines()
                .map(line -> line.replaceAll(".*\"kind\":\"([^\"]*)\".*", "$1"))
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));

        assertEquals(10, kinds.get("Deployment"));
        assertEquals(10, kinds.get("Secret"));
        assertEquals(10, kinds.get("Service"));
        assertEquals(6, kinds.get("Zone"));
    }

    @Test
    void replicaSetsNameTheDeploymentsThatOwnThem() {
        assertTrue(run("ls", "plain.db", "--kind", "ReplicaSet", "-w", "json")
                .lines()
                .allMatch(line -> line.contains("\"owners\":[\"Deployment/")));
    }

    @Test
    void encryptedObjectsTellWithWhatAndAreNamedByTheirKeys() {
        String secrets = run("ls", "encrypted.db", "--kind", "secrets", "-w", "json");
        String configMaps = run("ls", "encrypted.db", "--kind", "ConfigMap", "-w", "json");

        assertEquals(
                120,
                secrets.lines()
                        .filter(line -> line.contains("\"encrypted\":\"aescbc:key-2026-11\""))
                        .count());
        assertEquals(
                91,
                configMaps
                        .lines()
                        .filter(line -> line.contains("\"encrypted\":\"secretbox:box-1\""))
                        .count());
    }

    @Test
    void theTreeIsOfNamespacesAndKinds() {
        String tree = run("ls", "plain.db", "--prefix", "/registry/", "--tree", "-w", "simple");

        assertTrue(tree.contains("team-03, "), tree);
        assertTrue(tree.contains("  Deployment, 10, "), tree);
        assertTrue(tree.contains("(no namespace), "), tree);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.db", "encrypted.db"})
    void topWeighsEveryRevisionThatIsHeld(String snapshot) {
        String top = run("top", snapshot, "--depth", "2", "--limit", "100", "-w", "json");

        assertTrue(top.contains("\"keys\":1323,"), top);
        assertTrue(top.contains("{\"prefix\":\"/registry/deployments/\",\"keys\":120,"), top);
    }

    private static String run(String verb, String snapshot, String... options) {
        String[] words = new String[options.length + 4];
        words[0] = "keys";
        words[1] = verb;
        words[2] = "--from";
        words[3] = folder.resolve(snapshot).toString();
        System.arraycopy(options, 0, words, 4, options.length);
        CliRun done = CliRun.of(words);
        assertEquals(ExitCode.OK, done.code(), done.err());
        return done.out();
    }
}
