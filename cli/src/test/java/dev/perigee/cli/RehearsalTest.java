package dev.perigee.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.cli.console.ExitCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody sees what a rehearsal prints: a scene that stopped working would only make the product slower. */
class RehearsalTest {

    @TempDir
    Path state;

    @Test
    void theScenesOnASnapshotSucceed() throws Exception {
        String snapshot = state.resolve("rehearsal.db").toString();
        RehearsalSnapshot.write(Path.of(snapshot));

        List<List<String>> scenes = Rehearsal.scenes(state, snapshot).stream()
                .filter(scene -> scene.contains(snapshot) || scene.contains("import"))
                .toList();

        assertEquals(7, scenes.size());
        for (List<String> scene : scenes) {
            assertEquals(ExitCode.OK, Rehearsal.play(scene), scene.toString());
        }
    }
}
