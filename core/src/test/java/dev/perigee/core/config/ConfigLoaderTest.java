package dev.perigee.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.Secret;
import dev.perigee.core.backup.Job;
import dev.perigee.core.catalog.Layout;
import dev.perigee.core.config.ConfigRequest.Order;
import dev.perigee.core.delivery.DeliverySettings;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Destination.Access;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.core.spool.SpoolSettings;
import dev.perigee.etcd.client.Credentials;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.Password;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ConfigLoaderTest extends ConfigFolder {

    // ---- nothing said

    @Test
    void withoutAnyConfigurationTheDefaultsAreInForce() throws Exception {
        PerigeeConfig config = load(ConfigRequest.NOTHING);

        assertEquals(Optional.empty(), config.source());
        assertEquals(Path.of("/data"), config.stateDir());
        assertEquals("host-7", config.instance());
        assertEquals(ZoneOffset.UTC, config.zone());
        assertEquals(List.of(directory.resolve("installed/plugins")), config.pluginDirectories());
        assertEquals(
                List.of(new ClusterSettings(
                        "default", false, EtcdSettings.of(List.of(URI.create("http://localhost:2379"))))),
                config.clusters());
        Destination local = config.sinks().getFirst();
        assertEquals(1, config.sinks().size());
        assertEquals("local", local.name());
        assertEquals("local", local.sink().type());
        assertEquals(Map.of(), local.sink().settings());
        assertEquals(RetentionRules.keepLast(1), local.retention());
        assertEquals(DeliverySettings.DEFAULT, local.delivery());
        assertEquals(Access.FULL, local.access());
        Job job = config.jobs().getFirst();
        assertEquals(1, config.jobs().size());
        assertEquals("default", job.name());
        assertEquals("0 0 * * *", job.schedule().orElseThrow().text());
        assertEquals(config.sinks(), job.destinations());
        assertEquals(config.clusters().getFirst(), job.cluster());
    }

    @Test
    void theStateDirectoryIsTheFlagsThenTheVariables() throws Exception {
        environment.put("PERIGEE_STATE_DIR", "/var/lib/perigee");
        ConfigRequest flag = new ConfigRequest(
                Optional.empty(),
                Optional.of(Path.of("/srv/x/../p")),
                ClusterOverrides.NONE,
                Optional.empty(),
                Optional.empty(),
                Order.CONFIG_FIRST);

        assertEquals(Path.of("/var/lib/perigee"), load(ConfigRequest.NOTHING).stateDir());
        assertEquals(Path.of("/srv/p"), load(flag).stateDir());
    }

    // ---- where the file is

    @Test
    void theFirstFileFoundIsTheOnlyOneRead() throws Exception {
        Path flag = write("flag.conf", "perigee.instance = flag");
        environment.put(
                "PERIGEE_CONFIG",
                write("variable.conf", "perigee.instance = variable").toString());
        write("etc.conf", "perigee.instance = system");
        write("installed/conf/perigee.conf", "perigee.instance = installed");

        assertEquals("flag", load(file(flag)).instance());
        assertEquals(Optional.of(flag), load(file(flag)).source());
        assertEquals("variable", load(ConfigRequest.NOTHING).instance());
        environment.clear();
        assertEquals("system", load(ConfigRequest.NOTHING).instance());
        Files.delete(directory.resolve("etc.conf"));
        assertEquals("installed", load(ConfigRequest.NOTHING).instance());
        write("installed/conf/perigee.conf", "# perigee.instance = installed");
        assertEquals(Optional.empty(), load(ConfigRequest.NOTHING).source());
    }

    @Test
    void aNamedFileThatIsNotThereIsAnError() {
        Path absent = directory.resolve("absent.conf");
        environment.put("PERIGEE_CONFIG", absent.toString());

        assertEquals(absent + ": doesn't exist; it was named by PERIGEE_CONFIG", refusal(ConfigRequest.NOTHING));
        assertEquals(absent + ": doesn't exist; it was named by --config", refusal(file(absent)));
        assertEquals(directory + ": can't be read as a file by this user", refusal(file(directory)));
    }

    // ---- a typical file

    @Test
    void aTypicalFileIsRead() throws Exception {
        environment.put("ETCD_PASSWORD", "pw");
        environment.put("S3_ACCESS_KEY", "AK");
        PerigeeConfig config = load("""
                perigee {
                  zone = Europe/Berlin, instance = here, plugins = [/opt/p]
                  clusters.prod {
                    endpoints = ["https://10.0.0.1:2379", "10.0.0.2:2379"], tls { ca = /etc/ca.pem, cert = /c, key = /k, server-name = etcd }
                    user = root, password = ${?ETCD_PASSWORD}, dial-timeout = 3s, command-timeout = 7s, idle-timeout = 2m
                  }
                  sinks {
                    local   { type = local, retention { keep-last = 1 } }
                    offsite {
                      type = s3, endpoint = "https://s3.example.org", bucket = etcd, access-key = ${?S3_ACCESS_KEY}
                      secret-key-file = /run/secrets/s3, unset = ${?NOT_THERE}, object-lock { mode = governance, for = 30d }
                      retention { keep-last = 24, keep-daily = 7, keep-within = 36h }
                      retry { attempts = 3, backoff = 2s, max-backoff = 30s }, bandwidth = 10 MiB, stall-timeout = 5m
                      access = write-only, layout = perigee
                    }
                  }
                  jobs.default { cluster = prod, schedule = "0 */6 * * *", sinks = [offsite, local] }
                }
                """);

        ClusterSettings prod = config.cluster("prod").orElseThrow();
        assertTrue(prod.named());
        assertEquals(
                List.of(URI.create("https://10.0.0.1:2379"), URI.create("https://10.0.0.2:2379")),
                prod.etcd().endpoints());
        assertEquals(
                Path.of("/etc/ca.pem"), prod.etcd().tls().orElseThrow().ca().orElseThrow());
        assertEquals("etcd", prod.etcd().tls().orElseThrow().serverName().orElseThrow());
        assertEquals(
                new Credentials("root", Secret.of("pw")),
                prod.etcd().credentials().orElseThrow());
        assertEquals(Duration.ofSeconds(3), prod.etcd().dialTimeout());
        assertEquals(Duration.ofSeconds(7), prod.etcd().commandTimeout());
        assertEquals(Duration.ofMinutes(2), prod.etcd().idleTimeout());
        assertEquals(ZoneId.of("Europe/Berlin"), config.zone());
        assertEquals(List.of(directory.resolve("installed/plugins"), Path.of("/opt/p")), config.pluginDirectories());
        assertEquals(List.of("local", "offsite"), names(config.sinks()));
        Destination offsite = config.sink("offsite").orElseThrow();
        assertEquals(
                Map.of(
                        "endpoint", "https://s3.example.org",
                        "bucket", "etcd",
                        "access-key", "AK",
                        "secret-key-file", "/run/secrets/s3",
                        "object-lock", Map.of("mode", "governance", "for", "30d")),
                offsite.sink().settings());
        assertEquals(24, offsite.retention().keepLast().orElseThrow());
        assertEquals(Duration.ofHours(36), offsite.retention().keepWithin().orElseThrow());
        assertEquals(
                new DeliverySettings(
                        3,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5),
                        OptionalLong.of(10 << 20)),
                offsite.delivery());
        assertEquals(Access.WRITE_ONLY, offsite.access());
        Job job = config.job("default").orElseThrow();
        assertEquals(List.of("offsite", "local"), names(job.destinations()));
        assertEquals(
                Instant.parse("2026-11-23T11:00:00Z"),
                job.schedule()
                        .orElseThrow()
                        .next(Instant.parse("2026-11-23T10:00:00Z"))
                        .orElseThrow(),
                "noon in Berlin");
    }

    @Test
    void sinksGivenMeanNoImplicitOneAndWithoutJobsThereIsOneToAll() throws Exception {
        PerigeeConfig config = load("perigee { clusters.prod {}, sinks { b { type = s3 }, a { type = gcs } } }");

        assertEquals(List.of("a", "b"), names(config.sinks()).stream().sorted().toList());
        assertEquals(config.sinks(), config.jobs().getFirst().destinations());
        assertEquals(
                RetentionRules.KEEP_ALL, config.sinks().getFirst().retention(), "nothing goes that nobody gave up");
    }

    @Test
    void oneNameIsTwoPlacesInTwoStoresAndInTwoAccounts() throws Exception {
        PerigeeConfig config = load("""
                perigee.clusters.prod {}
                perigee.sinks {
                  a { type = s3, bucket = b }, g { type = gcs, bucket = b }
                  x { type = azure, account = x, container = c, path = p }, y { type = azure, account = y, container = c, path = p }
                  z { type = azure, account = x, container = d, path = p }
                }
                """);

        assertEquals(5, config.sinks().size());
    }

    @Test
    void severalClustersWithoutJobsGetOneJobEach() throws Exception {
        PerigeeConfig config = load("perigee.clusters { a {}\n b {} }");

        assertEquals(List.of("a", "b"), config.jobs().stream().map(Job::name).toList());
    }

    @Test
    void aScheduleMayBeNone() throws Exception {
        assertEquals(
                Optional.empty(),
                load("perigee.jobs.x { schedule = none }")
                        .job("x")
                        .orElseThrow()
                        .schedule());
        assertEquals(
                "0 0 * * *",
                load("perigee.jobs.x {}")
                        .job("x")
                        .orElseThrow()
                        .schedule()
                        .orElseThrow()
                        .text());
    }

    @Test
    void thePasswordMayBeInAFileAndIsReadAnewAtEachLogin() throws Exception {
        Path secret = write("secret", "hunter2\n");

        PerigeeConfig config = load("perigee.clusters.p { user = root, password-file = \"" + secret + "\" }");

        Password password =
                config.clusters().getFirst().etcd().credentials().orElseThrow().password();
        assertEquals(Secret.of("hunter2"), password.read());
        Files.writeString(secret, "rotated\n");
        assertEquals(Secret.of("rotated"), password.read());
        Files.delete(secret);
        assertEquals(
                "password-file names " + secret + ", which doesn't exist",
                assertThrows(IOException.class, password::read).getMessage());
    }

    @Test
    void keysBesideOurBlockMayHoldWhatTheFileRefersTo() throws Exception {
        PerigeeConfig config = load("keep { keep-last = 5 }\nperigee.sinks.l { type = local, retention = ${keep} }");

        assertEquals(RetentionRules.keepLast(5), config.sinks().getFirst().retention());
    }

    // ---- shown

    @Test
    void showPrintsEverythingInForceAndNoSecret() throws Exception {
        environment.put("TOKEN", "s3cret-3");
        Path path = write("perigee.conf", """
                perigee {
                  clusters.prod { endpoints = "https://h:1", tls { ca = /ca, key = /k, cert = /c }, user = root, password = s3cret-1 }
                  sinks.off {
                    type = s3, bucket = b, secret-key = s3cret-2, session-token = ${TOKEN}, secret-key-file = /run/s3
                    proxy = "http://u:s3cret-4@proxy:8080", credentials { json = s3cret-5, parts = [s3cret-6] }, part-size = 5
                    retention { keep-daily = 7, keep-within = 36h }
                  }
                }
                """);

        PerigeeConfig config = load(file(path));
        String shown = EffectiveConfig.render(config, Map.of());

        assertFalse(shown.contains("s3cret"), shown);
        assertFalse(config.toString().contains("s3cret"), config.toString());
        for (String part : List.of(
                "# file: " + path,
                "state-dir=\"/data\"",
                "bucket=b",
                "secret-key=\"••••\"",
                "secret-key-file=\"/run/s3\"",
                "proxy=\"http://••••@proxy:8080\"",
                "keep-within=\"36h\"",
                "part-size=5",
                "password=\"••••\"",
                "schedule=\"0 0 * * *\"")) {
            assertTrue(shown.contains(part), part + " in " + shown);
        }
    }

    @Test
    void whatIsShownIsAConfigurationThatMeansTheSame() throws Exception {
        PerigeeConfig config = load(ConfigRequest.NOTHING);

        PerigeeConfig again = load(file(write("shown.conf", EffectiveConfig.render(config, Map.of()))));

        assertEquals(config.sinks(), again.sinks());
        assertEquals(config.clusters(), again.clusters());
        assertEquals(
                EffectiveConfig.render(config, Map.of()).lines().skip(1).toList(),
                EffectiveConfig.render(again, Map.of()).lines().skip(1).toList());
    }

    @Test
    void allOfADrillIsShown() throws Exception {
        PerigeeConfig config = load("""
                perigee {
                  clusters.c.endpoints = ["http://127.0.0.1:1"]
                  sinks.l { type = local }
                  jobs.j { drill { members = true, user = nobody, timeout = 2m, limit = 1h } }
                }
                """);

        PerigeeConfig again = load(file(write("shown.conf", EffectiveConfig.render(config, Map.of()))));

        assertTrue(config.jobs().getFirst().drill().members());
        assertEquals(config.jobs().getFirst().drill(), again.jobs().getFirst().drill());
    }

    @Test
    void theSpoolTheRedactionAndTheLayoutAreReadAndShown() throws Exception {
        PerigeeConfig config = load("""
                perigee {
                  instance = node-1
                  zone = Europe/Berlin
                  spool { max-backups = 5, max-size = 2GiB }
                  export.redact = ["^/billing/"]
                  sinks.l { type = local, layout { type = gravity, version = "5.2.3" } }
                }
                """);

        PerigeeConfig again = load(file(write("shown.conf", EffectiveConfig.render(config, Map.of()))));

        for (PerigeeConfig each : List.of(config, again)) {
            assertEquals(new SpoolSettings(5, 2L << 30), each.spool());
            assertEquals("^/billing/", each.redaction().getFirst().pattern());
            assertEquals(
                    new Layout.Gravity("5.2.3", "node-1", ZoneId.of("Europe/Berlin")),
                    each.sinks().getFirst().layout());
        }
    }
}
