package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that is full at each step of a pack's way, and has room again: no revision is recorded twice, and none is lost. */
class SpoolOnFullDiskTest {

    private static final Pattern TRIAL = Pattern.compile(
            "[0-9]+ free, ([0-9]+) failed, 0 later, holds ([0-9]+), knows ([0-9]+), tail ([0-9]+), litter \\[]");

    @TempDir
    Path dir;

    @ParameterizedTest(name = "new start: {0}")
    @ValueSource(booleans = {false, true})
    void whatIsInAPackIsKnownToBeRecordedAndNothingElseIsWhereverTheDiskWasFull(boolean restart) throws Exception {
        List<Matcher> trials = trials(restart).stream().map(TRIAL::matcher).toList();

        for (Matcher trial : trials) {
            assertTrue(trial.matches(), trial.toString());
            assertEquals(trial.group(2), trial.group(3), trial.group());
            assertEquals(trial.group(2), trial.group(4), trial.group());
        }
        assertTrue(trials.stream().anyMatch(trial -> trial.group(2).equals("20")), "the pack never failed");
        assertTrue(
                trials.stream()
                        .anyMatch(trial ->
                                trial.group(2).equals("30") && !trial.group(1).equals("0")),
                "nothing failed behind the pack");
        assertTrue(trials.stream().anyMatch(trial -> trial.group(1).equals("0")), "there never was room");
    }

    private List<String> trials(boolean restart) throws Exception {
        Path disk = Files.createDirectory(dir.resolve("disk"));
        List<String> command = new ArrayList<>(List.of("unshare", "--mount"));
        if (!"root".equals(System.getProperty("user.name"))) {
            command.add("--map-root-user");
        }
        command.addAll(
                List.of("sh", "-e", "-c", "mount -t tmpfs -o size=1m tmpfs \"$0\"; exec \"$@\"", disk.toString()));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SpoolOnFullDisk.class.getName(),
                disk.toString(),
                String.valueOf(restart)));
        return Command.run(Map.of("PATH", System.getenv("PATH")), command)
                .orFail()
                .stdout()
                .lines()
                .toList();
    }
}
