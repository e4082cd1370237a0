package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.catalog.SnapshotId;
import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.restore.RestoreRequest.Cluster;
import dev.perigee.core.restore.RestoreRequest.Data;
import dev.perigee.core.restore.RestoreRequest.Target;
import dev.perigee.core.time.Timing;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PointByTimeTest {

    @TempDir
    Path folder;

    @Test
    void whoHasAHistoryHearsThatATimeIsABackupsAndHowLongBeforeThatWasTaken() throws Exception {
        LocalPlugin.install(folder.resolve("plugins"));
        try (RealEtcd etcd = RealEtcd.start("3.6");
                Engine engine = engine(etcd)) {
            etcd.load(20, 100);
            engine.run(new SaveRequest(Optional.empty(), false), _ -> {});
            BackupId backup = SnapshotId.parse(nameOf(manifest())).orElseThrow();
            Instant asked = backup.until().plus(Duration.ofHours(2));

            assertEquals(List.of(), notesOfRestore(engine, asked, "without"));
            beginAHistoryLater();
            assertEquals(
                    List.of("no history holds that time: it is backup " + backup
                            + ", taken 2h0m before it; whatever was written in between isn't in it"),
                    notesOfRestore(engine, asked, "with"));
        }
    }

    private List<String> notesOfRestore(Engine engine, Instant asked, String data) throws Exception {
        List<String> notes = new ArrayList<>();
        RestoreFrom restore = new RestoreFrom(
                new Source.Stored(new Selector.At(asked)),
                Scope.ALL,
                Cluster.DEFAULT,
                Target.of(folder.resolve(data)),
                Data.AS_IT_IS,
                Optional.empty(),
                Approval.granted());
        engine.run(restore, event -> {
            if (event instanceof ProgressEvent.Note(String text)) {
                notes.add(text);
            }
        });
        return notes;
    }

    /** All that a listing needs. */
    private void beginAHistoryLater() throws IOException {
        Path cluster = manifest().getParent().getParent();
        Path timeline = Files.createDirectories(cluster.resolve("history/20991231T000000Z-90-0011aabb"));
        Files.writeString(timeline.resolve("91-92-0011aabb.rows"), "rows");
        Files.writeString(timeline.resolve("91-92-0011aabb.json"), "{}");
    }

    private Path manifest() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getParent().endsWith("manifests")
                            && file.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String nameOf(Path manifest) {
        return manifest.getFileName().toString().replace(".json", "");
    }

    private Engine engine(RealEtcd etcd) throws Exception {
        Path config = Files.writeString(
                folder.resolve("perigee.conf"), """
                perigee {
                  state-dir = "%s"
                  clusters { prod { endpoints = ["%s"] } }
                  sinks { near { type = local } }
                }
                """.formatted(folder.resolve("state"), etcd.endpoint()));
        return Engine.open(new EngineRequest(
                Map.of("PERIGEE_CONFIG", config.toString()),
                Optional.of(folder),
                () -> ConfigRequest.NOTHING,
                "0.1.0",
                Timing.system()));
    }
}
