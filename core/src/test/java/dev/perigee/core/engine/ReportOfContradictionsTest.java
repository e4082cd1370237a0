package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.history.PackId;
import dev.perigee.core.history.PackJson;
import dev.perigee.core.history.PackPlace;
import dev.perigee.core.history.PackRecord;
import dev.perigee.core.history.PackRecord.Moment;
import dev.perigee.core.history.SamplePack;
import dev.perigee.core.history.recording.GoldenSink;
import dev.perigee.core.report.PlaceRow;
import dev.perigee.core.time.Timing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden history, beside which a pack lies that tells other times. */
class ReportOfContradictionsTest {

    private static final Path GOLDEN = Path.of("src", "test", "golden", "history-1", "sink");
    private static final BackupId TIMELINE =
            BackupId.parse("20261129T113619Z-9-db7df259").orElseThrow();

    @TempDir
    Path folder;

    @BeforeEach
    void copyTheGoldenHistory() throws Exception {
        LocalPlugin.install(folder.resolve("plugins"));
        GoldenSink.copy(GOLDEN, folder.resolve("sink"));
    }

    private void forge() throws Exception {
        Path packs = folder.resolve("sink/prod/history/" + TIMELINE);
        PackRecord own = PackJson.read("", Files.readAllBytes(packs.resolve("20-24-00000018.json")));
        PackId forged = new PackId(20, 24, 0xf0);
        Files.copy(packs.resolve("20-24-00000018.rows"), packs.resolve(forged + ".rows"));
        PackRecord record = SamplePack.of(
                new PackPlace(TIMELINE, forged),
                own.cluster(),
                own.rows(),
                List.of(new Moment(24, own.until().plusSeconds(9))),
                own.object().length(),
                own.object().sha256());
        Files.write(packs.resolve(forged + ".json"), PackJson.write(record));
    }

    @Test
    void packsThatContradictEachOtherAreInAReport() throws Exception {
        try (Engine engine = engine()) {
            String before =
                    PlaceRow.of(engine.run(new ReportRequest(Scope.ALL))).json();
            forge();
            String after = PlaceRow.of(engine.run(new ReportRequest(Scope.ALL))).json();

            assertTrue(before.contains("\"gaps\":0,\"contradiction\":null,"), before);
            assertTrue(after.contains("\"contradiction\":\"by 2026-11-29T11:36:21"), after);
        }
    }

    private Engine engine() throws Exception {
        Path config = Files.writeString(
                folder.resolve("perigee.conf"), """
                perigee {
                  state-dir = "%s"
                  clusters { prod { endpoints = ["http://127.0.0.1:1"] } }
                  sinks { golden { type = local, directory = "%s" } }
                  jobs.default {}
                }
                """.formatted(folder.resolve("state"), folder.resolve("sink")));
        return Engine.open(new EngineRequest(
                Map.of("PERIGEE_CONFIG", config.toString()),
                Optional.of(folder),
                () -> ConfigRequest.NOTHING,
                "0.1.0",
                Timing.system()));
    }
}
