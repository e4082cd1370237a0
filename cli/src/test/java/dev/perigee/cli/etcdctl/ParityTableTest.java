package dev.perigee.cli.etcdctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every command in every form, and lines with flags: the real etcdctl 3.6 on a fresh server, then ours on another that is just alike.
 * The table of it stands in docs/etcdctl.md; {@code -Dparity=write} writes it.
 */
class ParityTableTest {

    private static final String PAGE_OF = "3.6";
    private static final List<String> FORMATS = List.of("simple", "json", "fields", "table", "protobuf");

    /** With other servers it is the answers that may be others, not how they are written. */
    private static final List<String> FORMATS_OF_OTHERS = List.of("json", "fields");

    private static final Path PAGE = Path.of("../docs/etcdctl.md");
    private static final String HEADING = "## Compared\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void eachCommandInEachForm(String version) throws IOException {
        int peerPort = Ports.free();
        Map<String, Map<String, ParityRun.Outcome>> theirs = run(version, peerPort, true);
        Map<String, Map<String, ParityRun.Outcome>> ours = run(version, peerPort, false);

        assertEquals(List.of(), unexpected(theirs, ours));
        if (version.equals(PAGE_OF)) {
            String section = section(theirs, ours);
            String page = Files.readString(PAGE);
            int at = page.indexOf(HEADING);
            if ("write".equals(System.getProperty("parity"))) {
                Files.writeString(PAGE, (at < 0 ? page + "\n" : page.substring(0, at)) + section);
            }
            assertEquals(Files.readString(PAGE).substring(Files.readString(PAGE).indexOf(HEADING)), section);
        }
    }

    private Map<String, Map<String, ParityRun.Outcome>> run(String version, int peerPort, boolean real)
            throws IOException {
        Path dataDir = folder.resolve(real ? "theirs" : "ours");
        Map<String, Map<String, ParityRun.Outcome>> table = new LinkedHashMap<>();
        try (ParityRun run = ParityRun.on(version, peerPort, dataDir, real)) {
            for (ParityCommand command : ParityCommand.ALL) {
                Map<String, ParityRun.Outcome> row = new LinkedHashMap<>();
                (version.equals(PAGE_OF) ? FORMATS : FORMATS_OF_OTHERS)
                        .forEach(format -> row.put(format, run.outcome(command, format)));
                table.put(command.name(), row);
            }
            Map<String, ParityRun.Outcome> lines = new LinkedHashMap<>();
            ParityLines.withFlags().forEach(line -> lines.put(line, run.outcome(line)));
            table.put("", lines);
        }
        return table;
    }

    /** Cells that differ, but for those that the page gives a reason for. */
    private static List<String> unexpected(
            Map<String, Map<String, ParityRun.Outcome>> theirs, Map<String, Map<String, ParityRun.Outcome>> ours) {
        List<String> differing = new ArrayList<>();
        theirs.forEach((command, row) -> row.forEach((cell, outcome) -> {
            ParityRun.Outcome our = ours.get(command).get(cell);
            if (!outcome.equals(our) && !ParityCommand.mayDiffer(command, outcome, our)) {
                differing.add(command + " " + cell + ": " + outcome + " but "
                        + ours.get(command).get(cell));
            }
        }));
        return differing;
    }

    private static String section(
            Map<String, Map<String, ParityRun.Outcome>> theirs, Map<String, Map<String, ParityRun.Outcome>> ours) {
        StringBuilder table = new StringBuilder(HEADING)
                .append("\n| command | ")
                .append(String.join(" | ", FORMATS))
                .append(" |\n|---")
                .append("|---".repeat(FORMATS.size()))
                .append("|\n");
        int equal = 0;
        int cells = 0;
        for (ParityCommand command : ParityCommand.ALL) {
            table.append("| `").append(command.name()).append("` |");
            for (String format : FORMATS) {
                ParityRun.Outcome their = theirs.get(command.name()).get(format);
                boolean same = their.equals(ours.get(command.name()).get(format));
                equal += same ? 1 : 0;
                cells++;
                table.append(' ')
                        .append(same ? their.code() == 4 ? "none" : "=" : "≠")
                        .append(" |");
            }
            table.append('\n');
        }
        Map<String, ParityRun.Outcome> lines = theirs.get("");
        long same = lines.entrySet().stream()
                .filter(line -> line.getValue().equals(ours.get("").get(line.getKey())))
                .count();
        assertTrue(lines.size() >= 100, () -> lines.size() + " lines with flags");
        return table.append(
                        "\n`=`: the same output and exit code as etcdctl 3.6's. `none`: the same refusal, exit code 4. `≠`: see above.\n")
                .append(equal)
                .append(" of ")
                .append(cells)
                .append(" are the same, and ")
                .append(same)
                .append(" of ")
                .append(lines.size())
                .append(" further lines with flags.\n")
                .toString();
    }
}
