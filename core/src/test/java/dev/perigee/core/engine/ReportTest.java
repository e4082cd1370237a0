package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.Selector;
import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.copies.Verify.Depth;
import dev.perigee.core.encoding.Tools;
import dev.perigee.core.engine.ReportResult.Place;
import dev.perigee.core.history.standing.StandingFile;
import dev.perigee.core.history.standing.StandingKeeper;
import dev.perigee.core.history.standing.StandingListener;
import dev.perigee.core.report.PlaceRow;
import dev.perigee.core.report.ReportPage;
import dev.perigee.core.restore.RestoreMemory;
import dev.perigee.core.signing.NewKey;
import dev.perigee.core.signing.SshKey;
import dev.perigee.core.time.Timing;
import dev.perigee.test.servers.InstalledServer;
import dev.perigee.test.servers.RealEtcd;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    Path folder;

    /** Shortly after a due time: two more pass in 150 minutes. */
    private Instant now = Instant.parse("2026-11-25T10:05:00Z");

    @BeforeEach
    void install() throws Exception {
        LocalPlugin.install(folder.resolve("plugins"));
    }

    private Engine engine(URI etcd) throws Exception {
        return engine(etcd, "", "");
    }

    private Engine engine(URI etcd, String ofSink, String signing) throws Exception {
        Path config = folder.resolve("perigee.conf");
        Files.writeString(config, """
                perigee {
                  state-dir = "%s"
                  clusters { prod { endpoints = ["%s"] } }
                  sinks { near { type = local, retention.keep-last = 3 %s } }
                  jobs { nightly { schedule = "@every 1h" } }
                  %s
                }
                """.formatted(folder.resolve("state"), etcd, ofSink, signing));
        InstantSource clock = () -> now;
        return Engine.open(new EngineRequest(
                Map.of("PERIGEE_CONFIG", config.toString()),
                Optional.of(folder),
                () -> ConfigRequest.NOTHING,
                "0.1.0",
                new Timing(clock, System::nanoTime, Thread::sleep, RandomGenerator.getDefault())));
    }

    @Test
    void itSaysWhatIsKeptSinceWhenProvenDrilledAndWhatWouldBeLost() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                Engine engine = engine(etcd.endpoint())) {
            etcd.load(20, 100);
            engine.run(new SaveRequest(Optional.empty(), false));
            engine.run(new VerifyRequest(new Selector.Latest(), Scope.ALL, Depth.DEEP, true));
            engine.run(new DrillRequest(
                    new Selector.Latest(),
                    Scope.ALL,
                    List.of(InstalledServer.binary("etcd-3.6", "etcd")),
                    false,
                    false));
            now = now.plus(Duration.ofMinutes(150));

            ReportResult report = engine.run(new ReportRequest(Scope.ALL));

            Place place = report.places().getFirst();
            assertEquals(1, place.whole());
            assertEquals(
                    Duration.ofMinutes(150).toSeconds(),
                    place.lossNow(now).orElseThrow().toSeconds(),
                    1);
            assertTrue(place.missed().orElseThrow().count() >= 2, place.toString());
            assertEquals(2, place.gaps().orElseThrow().missed(), place.toString());
            assertEquals(Optional.empty(), place.signedBy());
            assertEquals("1 of 1", place.comparison().orElseThrow().brief());
            assertTrue(
                    place.readBack().isPresent() && place.drill().orElseThrow().good(), place.toString());
            String json = PlaceRow.of(report).json();
            assertTrue(json.startsWith("[{\"cluster\":\"prod\",\"sink\":\"near\",\"kept\":1,\"damaged\":0,"), json);
            String page = ReportPage.html(report);
            assertTrue(
                    page.contains("<h2>prod in near</h2>") && page.contains("<dt>lost now (RPO)</dt><dd>2h30m</dd>"),
                    page);
            assertTrue(page.contains(", from near</dd>"), page);
            assertFalse(page.contains("http://") || page.contains("https://") || page.contains("<script"), page);
        }
    }

    @Test
    void itSaysWhoSignedAndWhoCanRead() throws Exception {
        SshKey key = NewKey.write(folder.resolve("key"), "auditor", new SecureRandom());
        Path signers = Files.writeString(folder.resolve("signers"), "backup@prod " + key.text() + "\n");
        String reader = Tools.recipient(Tools.identity(folder, "identity"));
        try (RealEtcd etcd = RealEtcd.start("3.6");
                Engine engine = engine(
                        etcd.endpoint(),
                        ", encoding { zstd = on, age.recipients = [\"" + reader + "\"] }",
                        "sign.key-file = \"%s\", trust.signers = \"%s\"".formatted(folder.resolve("key"), signers))) {
            etcd.load(20, 100);
            engine.run(new SaveRequest(Optional.empty(), false));

            ReportResult report = engine.run(new ReportRequest(Scope.ALL));

            Place place = report.places().getFirst();
            String signer = place.signedBy().orElseThrow();
            assertTrue(signer.contains("backup@prod") && signer.contains(key.fingerprint()), signer);
            assertEquals(List.of(reader), place.recipients());
            String json = PlaceRow.of(report).json();
            assertTrue(json.contains("\"recipients\":[\"" + reader + "\"],\"signedBy\":\"" + signer + "\""), json);
            String page = ReportPage.html(report);
            assertTrue(page.contains("<dt>encoding</dt><dd>zstd age</dd>"), page);
            assertTrue(page.contains("<dt>readable by</dt><dd>" + reader + "</dd>"), page);
            assertTrue(page.contains("<dt>signed by</dt><dd>" + signer + "</dd>"), page);
        }
    }

    @Test
    void whereNothingIsKeptItSaysThatAllWouldBeLost() throws Exception {
        try (Engine engine = engine(URI.create("http://127.0.0.1:1"))) {
            ReportResult report = engine.run(new ReportRequest(Scope.ALL));

            String page = ReportPage.html(report);
            assertTrue(page.contains("<dt>lost now (RPO)</dt><dd>all</dd>"), page);
            assertTrue(page.contains("<dt>drilled</dt><dd>never</dd>") && !page.contains("<dd></dd>"), page);
            for (String fact : List.of("timeline", "missed", "readable by", "signed by", "members agree")) {
                assertTrue(page.contains("<dt>" + fact + "</dt><dd>unknown</dd>"), fact + " in " + page);
            }
        }
    }

    @Test
    void ofASinkThatDoesNotAnswerNothingIsSaid() throws Exception {
        Files.createDirectories(folder.resolve("state"));
        Files.writeString(folder.resolve("state/backup"), "a file where a directory should be");
        try (Engine engine = engine(URI.create("http://127.0.0.1:1"))) {
            ReportResult report = engine.run(new ReportRequest(Scope.ALL));

            String page = ReportPage.html(report);
            assertFalse(report.places().getFirst().answered());
            assertTrue(page.contains("<dt>kept</dt><dd>no answer</dd>"), page);
            assertTrue(page.contains("<dt>lost now (RPO)</dt><dd>unknown</dd>"), page);
        }
    }

    @Test
    void theTimeToRestoreIsThatOfTheNewestDrillOrRestore() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                Engine engine = engine(etcd.endpoint())) {
            etcd.load(20, 100);
            engine.run(new SaveRequest(Optional.empty(), false));
            String before =
                    PlaceRow.of(engine.run(new ReportRequest(Scope.ALL))).json();
            assertTrue(before.contains("\"timeToRestoreMilliseconds\":null,\"timeToRestoreBy\":null"), before);

            new RestoreMemory(engine.stateDirectory().resolve("restores"))
                    .remember(
                            "prod",
                            new RestoreMemory.Last(now, "20261125T100500Z-1-0badcafe", Duration.ofMillis(1234)));

            String after = PlaceRow.of(engine.run(new ReportRequest(Scope.ALL))).json();
            assertTrue(after.contains("\"timeToRestoreMilliseconds\":1234,\"timeToRestoreBy\":\"restore\""), after);
        }
    }

    @Test
    void whereTheHistoryIsWellItTellsWhatWouldBeLost() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                Engine engine = engine(etcd.endpoint(), "", "jobs.nightly.history { flush = 30s }")) {
            etcd.load(20, 100);
            engine.run(new SaveRequest(Optional.empty(), false));
            now = now.plus(Duration.ofMinutes(50));
            StandingKeeper keeper = new StandingKeeper(
                    StandingFile.of(engine.stateDirectory().resolve("history"), "nightly"),
                    () -> now,
                    StandingListener.NONE,
                    List.of("near"));
            keeper.heard(30, now, Optional.empty());
            now = now.plusSeconds(7);

            String well = PlaceRow.of(engine.run(new ReportRequest(Scope.ALL))).json();
            assertTrue(well.contains("\"lossNowSeconds\":7,\"history\":{\"windows\":[],\"gaps\":0,"), well);

            now = now.plus(Duration.ofMinutes(5));
            String late = PlaceRow.of(engine.run(new ReportRequest(Scope.ALL))).json();
            assertTrue(late.matches(".*\"lossNowSeconds\":33\\d\\d,.*"), late);
        }
    }
}
