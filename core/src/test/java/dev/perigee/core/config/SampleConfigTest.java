package dev.perigee.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import dev.perigee.core.admission.Limits;
import dev.perigee.core.retention.Period;
import dev.perigee.core.spool.SpoolSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the sample that comes with the product to what the loader accepts. */
class SampleConfigTest {

    private static final Path SAMPLE = Path.of("../distribution/src/main/conf/perigee.conf");

    @TempDir
    Path directory;

    @Test
    void asItComesItSaysNothing() throws Exception {
        assertTrue(ConfigFactory.parseFile(SAMPLE.toFile()).isEmpty());

        Path installation = directory.resolve("perigee");
        Files.createDirectories(installation.resolve("conf"));
        Files.copy(SAMPLE, installation.resolve("conf/perigee.conf"));
        PerigeeConfig config = new ConfigLoader(surroundings(Optional.of(installation))).load(ConfigRequest.NOTHING);

        assertEquals(Optional.empty(), config.source());
    }

    @Test
    void withoutItsCommentSignsEveryKeyIsAcceptedAndMeansWhatItSays() throws Exception {
        PerigeeConfig config = new ConfigLoader(surroundings(Optional.empty())).load(request(uncommented()));

        assertEquals("control-plane-1", config.instance());
        assertEquals(SpoolSettings.DEFAULT, config.spool());
        assertEquals(Limits.DEFAULT, config.limits());
        assertEquals(
                List.of("^/billing/", "licen[cs]e"),
                config.redaction().stream().map(Pattern::pattern).toList());
        assertEquals(3, config.clusters().getFirst().etcd().endpoints().size());
        assertEquals(
                "root",
                config.clusters().getFirst().etcd().credentials().orElseThrow().user());
        assertEquals(
                Map.of("directory", "/var/backups/etcd"),
                config.sinks().getFirst().sink().settings());
        assertEquals(
                Set.of(Period.values()),
                config.sinks().getFirst().retention().keepPer().keySet());
        assertEquals(
                20L << 20, config.sinks().get(1).delivery().bytesPerSecond().orElseThrow());
        assertEquals(
                "0 */6 * * *",
                config.job("default").orElseThrow().schedule().orElseThrow().text());
    }

    @Test
    void everyKeyThatTheLoaderKnowsIsInIt() throws Exception {
        String text = Files.readString(SAMPLE);
        Set<String> asked = new TreeSet<>();
        for (String block : new String[] {"clusters.prod", "sinks.local.retention", "jobs.default", "spool"}) {
            Path file = directory.resolve("wrong.conf");
            Files.writeString(
                    file,
                    "perigee { clusters.prod {}, sinks.local { type = local }, jobs.default {}\n" + block
                            + ".zzzzzzz = 1 }");
            String message = ConfigFolder.refusal(surroundings(Optional.empty()), request(file));
            String known = message.substring(message.indexOf("there are ") + "there are ".length());
            asked.addAll(Set.of(known.split(", ")));
        }

        assertTrue(asked.contains("retention.keep-last") && asked.contains("tls.ca"), asked.toString());
        for (String key : asked) {
            String last = key.substring(key.lastIndexOf('.') + 1);
            assertTrue(text.contains(last), "the sample doesn't mention " + key);
        }
    }

    private Path uncommented() throws IOException {
        Path file = directory.resolve("perigee.conf");
        Files.writeString(
                file,
                Files.readString(SAMPLE)
                        .lines()
                        .map(line -> line.replaceFirst("^(\\s*)#(?=[^ ])", "$1"))
                        .collect(Collectors.joining("\n")));
        return file;
    }

    private static ConfigRequest request(Path file) {
        ConfigRequest nothing = ConfigRequest.NOTHING;
        return new ConfigRequest(
                Optional.of(file),
                nothing.stateDir(),
                nothing.cluster(),
                nothing.named(),
                nothing.job(),
                nothing.order());
    }

    private Surroundings surroundings(Optional<Path> installation) {
        return new Surroundings(
                Map.of("ETCD_PASSWORD", "pw"), installation, directory.resolve("etc"), "host", ZoneOffset.UTC);
    }
}
