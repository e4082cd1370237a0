package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's transcript is what really happens: its commands are run against a real etcd, and what they print is
 * compared, but for ids, times, hashes and numbers. {@code -Dreadme=write} records it anew.
 */
class ReadmeTest {

    private static final Path README = Product.repository().resolve("README.md");
    private static final Pattern TRANSCRIPT = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void theTranscriptIsWhatHappens() throws IOException {
        String readme = Files.readString(README);
        Matcher block = TRANSCRIPT.matcher(readme);
        assertTrue(block.find(), "the README has no console block");

        String recorded = record(commands(block.group(1)));

        if ("write".equals(System.getProperty("readme"))) {
            Files.writeString(README, readme.substring(0, block.start(1)) + recorded + readme.substring(block.end(1)));
        } else {
            assertEquals(steady(recorded), steady(block.group(1)));
        }
    }

    private static List<String> commands(String block) {
        return block.lines()
                .filter(line -> line.startsWith("$ "))
                .map(line -> line.substring(2))
                .toList();
    }

    private String record(List<String> commands) {
        try (Product product = Product.unpack();
                RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.load(20, 100);
            Map<String, String> environment = new HashMap<>(Product.clean(Map.of()));
            environment.put("PERIGEE_STATE_DIR", folder.resolve("state").toString());
            environment.put("PERIGEE_CONFIG", "/dev/null");
            environment.put("PATH", product.launcher().getParent() + ":" + System.getenv("PATH"));
            List<String> lines = new ArrayList<>();
            for (String command : commands) {
                String real =
                        command.replace("http://localhost:2379", etcd.endpoint().toString());
                CommandResult result =
                        Command.run(environment, List.of("bash", "-c", "cd '" + folder + "' && " + real + " 2>&1"));
                assertEquals(0, result.exitCode(), result.stdout());
                lines.add("$ " + command);
                lines.add(result.stdout().replace(etcd.endpoint().toString(), "http://localhost:2379"));
            }
            return lines.stream()
                    .map(line -> line.endsWith("\n") ? line : line + "\n")
                    .collect(Collectors.joining());
        }
    }

    /** Without what differs from run to run: digits, hashes, and the widths that follow from them. */
    private static String steady(String transcript) {
        String steady = transcript
                .replaceAll("[0-9]{8}T[0-9]{6}Z-[0-9]+-[0-9a-f]{8}", "ID")
                .replaceAll("\\b[0-9a-f]{6,16}\\b", "N")
                .replaceAll("[0-9]+", "N")
                .replaceAll("(N[dhms])+", "AGE")
                .replaceAll("-+", "-")
                .replaceAll(" +", " ");
        assertFalse(steady.isBlank());
        return steady;
    }
}
