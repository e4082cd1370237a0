package dev.perigee.cli;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody sees what a rehearsal prints: a scene that stopped working would only make the product slower. */
class RehearsalTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    Path state;

    private Path snapshot() throws IOException {
        Path snapshot = state.resolve("rehearsal.db");
        RehearsalSnapshot.write(snapshot);
        return snapshot;
    }

    @Test
    void theScenesOnASnapshotSucceed() throws Exception {
        String snapshot = snapshot().toString();

        List<List<String>> scenes = Rehearsal.scenes(state, snapshot).stream()
                .filter(scene -> scene.contains(snapshot) || scene.contains("import"))
                .toList();

        assertEquals(7, scenes.size());
        for (List<String> scene : scenes) {
            assertEquals(ExitCode.OK, Rehearsal.play(scene), scene.toString());
        }
    }

    @Test
    void theSceneOfASnapshotThatArrivesSucceeds() throws Exception {
        Path snapshot = snapshot();
        try (RehearsalProcess member = RehearsalProcess.start(snapshot)) {
            List<String> save = Rehearsal.scenesWithMember(
                            state, member.endpoint().orElseThrow())
                    .getFirst();

            assertEquals(ExitCode.OK, Rehearsal.play(save), save.toString());
            assertArrayEquals(Files.readAllBytes(snapshot), Files.readAllBytes(state.resolve("saved.db")));
        }
    }

    @Test
    void theConfigurationIsOneThatCanBeRead() throws Exception {
        Path folder = Files.createDirectory(state.resolve("a \"quoted\" \\ folder"));
        Path file = RehearsalConfiguration.write(folder, "http://127.0.0.1:9");
        List<String> show = List.of("config", "show", "--config", file.toString());

        assertEquals(ExitCode.OK, Rehearsal.play(show), Files.readString(file));
    }

    @Test
    void theConfigurationOfBucketsIsOneThatCanBeRead() throws Exception {
        Path file = RehearsalConfiguration.writeBuckets(state, "http://127.0.0.1:9");
        List<String> show = List.of("config", "show", "--config", file.toString());

        assertEquals(ExitCode.OK, Rehearsal.play(show), Files.readString(file));
    }

    @Test
    void theMemberEndsWithTheRehearsal() throws Exception {
        ProcessHandle member;
        try (RehearsalProcess process = RehearsalProcess.start(snapshot())) {
            member = process.handle();
            assertTrue(member.isAlive());
        }

        eventually(LONG, "the member has ended", () -> !member.isAlive());
    }

    @Test
    void theMemberEndsWhenNobodyHoldsItsInput() throws Exception {
        try (RehearsalProcess member = RehearsalProcess.start(snapshot())) {
            member.letGo();

            eventually(LONG, "the member has ended", () -> !member.handle().isAlive());
        }
    }

    @Test
    void aMemberThatCantStartIsNone() throws Exception {
        try (RehearsalProcess member = RehearsalProcess.start(state.resolve("missing.db"))) {
            assertEquals(Optional.empty(), member.endpoint());
        }
    }
}
