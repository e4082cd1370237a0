package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.SinkPlace;
import dev.perigee.core.config.ClusterOverrides;
import dev.perigee.core.config.ConfigLoader;
import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.config.ConfigRequest.Order;
import dev.perigee.core.config.PerigeeConfig;
import dev.perigee.core.config.Surroundings;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.plugin.SinkDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkPlacesTest {

    private static final String NAMED = "clusters.p.endpoints = [\"http://a:1\"], ";

    @TempDir
    Path directory;

    @Test
    void twoSinksOfOnePlaceAreNamedWithIt() throws Exception {
        assertEquals(
                List.of("sink 'c' keeps its backups where sink 'a' does, s3://host/b; give each a place of its own"),
                conflicts(
                        NAMED
                                + "sinks { a { type = far, at = \"s3://host/b\" }, c { type = other, at = \"s3://host/b\" } }"));
    }

    @Test
    void twoLayoutsTellTheirKeysApart() throws Exception {
        assertEquals(
                List.of(),
                conflicts(NAMED + "sinks { a { type = far, at = x }, c { type = far, at = x,"
                        + " layout { type = gravity, version = v } } }"));
    }

    @Test
    void whatOtherMachinesMayShareNeedsAClusterWithAName() throws Exception {
        String sinks = "sinks { here { type = near, at = \"/b\" }, off { type = far, at = x } }";

        assertEquals(
                List.of("sink 'off' may be shared with other machines, so the cluster needs a name of its own: write"
                        + " clusters.<name> { endpoints = [\"http://localhost:2379\"] }, with another <name> than"
                        + " 'default'"),
                conflicts(sinks));
        assertEquals(List.of(), conflicts(NAMED + sinks));
    }

    @Test
    void aProviderThatTellsNoPlaceForbidsNothing() throws Exception {
        assertEquals(List.of(), conflicts("sinks { a { type = silent }, b { type = silent } }"));
    }

    @Test
    void aFolderBelowAFileCantBeWrittenAndOneInTheStateDirectoryIsNotLookedAt() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertEquals(
                List.of("sink 'a' keeps its backups in " + file + "/b, but " + file + " is no folder"),
                places("sinks { a { type = near, at = \"" + file + "/b\" }, c { type = near, at = \"/data/backup\" } }")
                        .unwritable());
    }

    @Test
    void aSinkInOrLinkedToOneOfTheStatesOwnFoldersIsRefused() throws Exception {
        Path state = Files.createDirectories(directory.resolve("state"));
        Path drills = Files.createDirectory(state.resolve("drills"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), drills);
        for (Path at : List.of(drills, drills.resolve("mine"), link, state.resolve("known"), state.resolve("jobs/x"))) {
            List<String> conflicts = conflicts(inState(state, at));
            assertEquals(1, conflicts.size(), at + ": " + conflicts);
            assertTrue(
                    conflicts
                            .getFirst()
                            .startsWith("sink 'a' keeps its backups in " + at + ", and Perigee its own state"),
                    conflicts.getFirst());
            SinkPlaces places = places(inState(state, at));
            OperationException refused = assertThrows(OperationException.class, places::requireOutsideOfState);
            assertEquals(Outcome.BAD_CONFIGURATION, refused.outcome());
        }
        for (Path at : List.of(
                state.resolve("backup"),
                state.resolve("backup/deep"),
                state.resolve("drills-far"),
                state,
                directory,
                directory.resolve("b"))) {
            assertEquals(List.of(), conflicts(inState(state, at)));
        }
    }

    @Test
    void aSinkAboveTheStateIsRefusedOnlyWhereAClustersFolderIsOneOfItsOwn() throws Exception {
        Path state = Files.createDirectories(directory.resolve("state"));

        for (String cluster : List.of("history", "state")) {
            Path at = cluster.equals("state") ? directory : state;
            List<String> conflicts =
                    conflicts(inState(state, at) + ", clusters." + cluster + ".endpoints = [\"http://127.0.0.1:1\"]");
            assertEquals(1, conflicts.size(), conflicts.toString());
        }
    }

    private static String inState(Path state, Path at) {
        return "state-dir = \"" + state + "\", " + NAMED + "sinks.a { type = near, at = \"" + at + "\" }";
    }

    private List<String> conflicts(String text) throws Exception {
        return places(text).conflicts();
    }

    private SinkPlaces places(String text) throws Exception {
        return new SinkPlaces(config(text), SinkPlacesTest::place);
    }

    private static Optional<SinkPlace> place(SinkDefinition sink) {
        String at = String.valueOf(sink.settings().get("at"));
        return switch (sink.type()) {
            case "near" -> Optional.of(SinkPlace.folder(Path.of(at)));
            case "silent" -> Optional.empty();
            default -> Optional.of(SinkPlace.store(at));
        };
    }

    private PerigeeConfig config(String text) throws Exception {
        Path file = Files.writeString(directory.resolve("perigee.conf"), "perigee { " + text + " }");
        Surroundings surroundings =
                new Surroundings(Map.of(), Optional.empty(), directory.resolve("none.conf"), "host", ZoneOffset.UTC);
        return new ConfigLoader(surroundings)
                .load(new ConfigRequest(
                        Optional.of(file),
                        Optional.empty(),
                        ClusterOverrides.NONE,
                        Optional.empty(),
                        Optional.empty(),
                        Order.CONFIG_FIRST));
    }
}
