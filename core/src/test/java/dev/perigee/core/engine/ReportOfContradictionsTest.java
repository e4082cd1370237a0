package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackJson;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.pack.SamplePack;
import dev.perigee.core.report.PlaceRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden history, beside which a pack lies that tells other times. */
class ReportOfContradictionsTest {

    private static final BackupId TIMELINE =
            BackupId.parse("20261129T113619Z-9-db7df259").orElseThrow();

    @TempDir
    Path folder;

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
        try (Engine engine = GoldenEngine.open(folder)) {
            String before =
                    PlaceRow.of(engine.run(new ReportRequest(Scope.ALL))).json();
            forge();
            String after = PlaceRow.of(engine.run(new ReportRequest(Scope.ALL))).json();

            assertTrue(before.contains("\"gaps\":0,\"contradiction\":null,"), before);
            assertTrue(after.contains("\"contradiction\":\"by 2026-11-29T11:36:21"), after);
        }
    }

    @Test
    void aPackThatTwoSinksHoldOtherwiseIsInTheReportOfBoth() throws Exception {
        LocalPlugin.install(folder.resolve("plugins"));
        for (String sink : List.of("near", "far", "other")) {
            GoldenEngine.copy(folder.resolve(sink));
        }
        Path record = folder.resolve("near/prod/history/" + TIMELINE + "/20-24-00000018.json");
        Files.writeString(record, Files.readString(record).replaceFirst("(\"hashKv\":)\\d+", "$17"));

        try (Engine engine = GoldenEngine.of(folder, "near", "far")) {
            for (ReportResult.Place place :
                    engine.run(new ReportRequest(Scope.ALL)).places()) {
                assertEquals(
                        Optional.of("pack 20-24-00000018 isn't the same in 'near' as in 'far'"),
                        place.history().orElseThrow().contradiction().map(text -> text.replaceAll(";.*", "")));
            }
        }
        try (Engine engine = GoldenEngine.of(folder, "far", "other")) {
            for (ReportResult.Place place :
                    engine.run(new ReportRequest(Scope.ALL)).places()) {
                assertEquals(Optional.empty(), place.history().orElseThrow().contradiction());
                assertEquals(List.of(), place.contradictions());
            }
        }
    }

    @Test
    void aBackupThatTwoSinksHoldOtherwiseIsInTheReportOfBoth() throws Exception {
        LocalPlugin.install(folder.resolve("plugins"));
        GoldenEngine.copy(folder.resolve("near"));
        GoldenEngine.copy(folder.resolve("far"));
        Path manifest = folder.resolve("near/prod/manifests/" + TIMELINE + ".json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("(\"hashKv\":)\\d+", "$17"));

        try (Engine engine = GoldenEngine.of(folder, "near", "far")) {
            ReportResult report = engine.run(new ReportRequest(Scope.ALL));

            assertEquals(2, report.places().size());
            for (ReportResult.Place place : report.places()) {
                assertEquals(
                        List.of("the copies of " + TIMELINE
                                + " are damaged: the manifests in near, far differ, and this"
                                + " installation made none of them"),
                        place.contradictions());
            }
            String json = PlaceRow.of(report).json();
            assertTrue(json.contains("\"contradictions\":[\"the copies of " + TIMELINE), json);
        }
    }
}
