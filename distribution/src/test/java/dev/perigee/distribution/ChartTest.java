package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.InstalledServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Helm chart, by helm itself. What it makes of the values in its {@code ci/} are the plain manifests that users get
 * beside it: {@code -Dmanifests=write} writes them anew.
 */
class ChartTest {

    private static final Path SHARE = Product.repository().resolve("distribution/src/main/share");
    private static final Path CHART = SHARE.resolve("chart/perigee");
    private static final String VERSION = System.getProperty("perigee.version", "0.1.0");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"kubeadm-daemon", "kubeadm-cronjob", "external-daemon"})
    void thePlainManifestsAreWhatTheChartMakes(String name) throws IOException {
        Path manifest = SHARE.resolve("kubernetes/" + name + ".yaml");
        String made = template("-f", values(name)).orFail().stdout();
        if ("write".equals(System.getProperty("manifests"))) {
            Files.writeString(manifest, made);
        }

        assertEquals(Files.readString(manifest), made);
        assertEquals(0, helm("lint", CHART.toString(), "-f", values(name)).exitCode());
    }

    /** Of the oldest version that the chart says it takes, and of the newest that there are schemas of. */
    @ParameterizedTest
    @CsvSource({
        "1.27.0, kubeadm-daemon",
        "1.37.0, kubeadm-daemon",
        "1.27.0, kubeadm-cronjob",
        "1.37.0, kubeadm-cronjob",
        "1.27.0, external-daemon",
        "1.37.0, external-daemon",
        "1.37.0, external-daemon --set mode=cronjob --set state.existingClaim=mine",
        "1.37.0, external-daemon --set state.size= --set nodeSelector.disk=ssd --set imagePullSecrets[0].name=mine",
        "1.37.0, kubeadm-daemon --set replicas=3",
        "1.37.0, external-daemon --set replicas=2 --set state.size=",
        "1.37.0, kubeadm-daemon --set http.enabled=true --set http.secret=a --set tolerations[0].operator=Exists"
    })
    void kubernetesKnowsEveryFieldOfWhatTheChartMakes(String version, String values) throws IOException {
        List<String> words = new ArrayList<>(List.of(values.split(" ")));
        words.set(0, values(words.getFirst()));
        words.addFirst("-f");

        CommandResult found =
                schemas(version, template(words.toArray(String[]::new)).orFail().stdout());

        assertEquals(0, found.exitCode(), found.stdout());
        assertTrue(found.stdout().contains("Skipped: 0"), found.stdout());
    }

    @Test
    void aFieldThatKubernetesDoesNotKnowIsFound() throws IOException {
        String manifest = Files.readString(SHARE.resolve("kubernetes/external-daemon.yaml"));

        CommandResult found = schemas(
                "1.37.0",
                manifest.replace("readOnlyRootFilesystem", "readOnlyRoot").replace("port: https", "prot: https"));

        assertEquals(1, found.exitCode(), found.stdout());
        assertTrue(found.stdout().contains("readOnlyRoot"), found.stdout());
        assertTrue(found.stdout().contains("ServiceMonitor perigee is invalid"), found.stdout());
    }

    @Test
    void severalPodsKeepToNodesOfTheirOwnUnlessToldOtherwise() {
        String alone = "requiredDuringSchedulingIgnoredDuringExecution";

        assertTrue(template("--set", "replicas=3").stdout().contains(alone));
        assertFalse(template().stdout().contains(alone));
        assertFalse(template("--set", "replicas=3", "--set", "affinity.nodeAffinity.of=mine")
                .stdout()
                .contains(alone));
    }

    /** What the pod must not be able to do, it has no account for. */
    @ParameterizedTest
    @ValueSource(strings = {"kubeadm-daemon", "kubeadm-cronjob", "external-daemon"})
    void thePodHasNoAccountAtTheApiServer(String name) throws IOException {
        String manifest = Files.readString(SHARE.resolve("kubernetes/" + name + ".yaml"));

        assertTrue(manifest.contains("automountServiceAccountToken: false"), manifest);
        assertFalse(manifest.contains("kind: Role"), manifest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubeadm-daemon", "kubeadm-cronjob", "external-daemon"})
    void theProductTakesTheConfigurationInThem(String name) throws IOException {
        Path configuration = folder.resolve("perigee.conf");
        Files.writeString(
                configuration, configuration(Files.readString(SHARE.resolve("kubernetes/" + name + ".yaml"))));
        Path launcher = Product.repository().resolve("distribution/target/perigee-" + VERSION + "/bin/perigee");

        CommandResult shown = Command.run(
                Product.clean(Map.of("S3_ACCESS_KEY", "a", "S3_SECRET_KEY", "b", "NODE_NAME", "node-1")),
                List.of(launcher.toString(), "config", "show", "--config", configuration.toString()));

        assertEquals(0, shown.exitCode(), shown.stderr());
        assertTrue(shown.stdout().contains("instance=node-1"), shown.stdout());
    }

    @Test
    void anExternalEtcdNeedsNothingOfTheNode() throws IOException {
        String manifest = Files.readString(SHARE.resolve("kubernetes/external-daemon.yaml"));

        assertTrue(manifest.contains("pod-security.kubernetes.io/enforce: restricted"), manifest);
        assertTrue(manifest.contains("runAsNonRoot: true"), manifest);
        assertFalse(manifest.contains("hostPath"), manifest);
        assertFalse(manifest.contains("hostNetwork"), manifest);
    }

    @Test
    void valuesThatMakeNoSenseAreRefusedWithTheOnesThatDo() {
        assertTrue(template("--set", "etcd.kind=other").stderr().contains("etcd.kind is kubeadm or external"));
        assertTrue(template("--set", "mode=other").stderr().contains("mode is daemon or cronjob"));
        assertTrue(template("--set", "etcd.kind=external").stderr().contains("etcd.endpoints must be given"));
        assertTrue(template("--set", "http.enabled=true").stderr().contains("http.secret names the Secret"));
    }

    @Test
    void theChartIsOfTheProductsVersion() throws IOException {
        String chart = Files.readString(CHART.resolve("Chart.yaml"));

        assertTrue(chart.contains("\nversion: " + VERSION + "\nappVersion: " + VERSION + "\n"), chart);
    }

    private static String configuration(String manifest) {
        Matcher block = Pattern.compile("(?m)^  perigee\\.conf: \\|\\n((?:    .*\\n|\\n)+)")
                .matcher(manifest);
        assertTrue(block.find(), manifest);
        return block.group(1).replaceAll("(?m)^    ", "");
    }

    private static String values(String name) {
        return CHART.resolve("ci/" + name + "-values.yaml").toString();
    }

    private static CommandResult template(String... more) {
        List<String> command = new ArrayList<>(
                List.of("template", "perigee", CHART.toString(), "-n", "perigee", "--kube-version", "1.31.0"));
        command.addAll(Arrays.asList(more));
        return helm(command.toArray(String[]::new));
    }

    private CommandResult schemas(String version, String manifest) throws IOException {
        Path file = Files.writeString(folder.resolve("manifest.yaml"), manifest);
        Path schemas = InstalledServer.directory("kubeconform").resolve("schemas/" + version);
        return Product.command(
                InstalledServer.binary("kubeconform", "kubeconform").toString(),
                "-strict",
                "-summary",
                "-schema-location",
                schemas + "/{{.ResourceKind}}{{.KindSuffix}}.json",
                file.toString());
    }

    private static CommandResult helm(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(InstalledServer.binary("helm", "helm").toString()));
        command.addAll(Arrays.asList(arguments));
        return Command.run(Map.of(), command);
    }
}
