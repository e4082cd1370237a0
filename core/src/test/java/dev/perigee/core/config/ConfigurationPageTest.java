package dev.perigee.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds docs/configuration.md against what the loader takes: keys, defaults, ranges. */
class ConfigurationPageTest extends ConfigFolder {

    private static final Path PAGE = Path.of("../docs/configuration.md");

    /** Blocks of the page, and where in a configuration an example of each stands. */
    private static final Map<String, String> PLACES = Map.of(
            "perigee",
            "",
            "clusters.NAME",
            "clusters.default.",
            "sinks.NAME",
            "sinks.local.",
            "jobs.NAME",
            "jobs.default.",
            "hooks.NAME",
            "hooks.pager.");

    private record Row(String block, String key, String takes, String byDefault) {

        String path() {
            return PLACES.get(block) + key;
        }
    }

    private static final Pattern ROW = Pattern.compile("^\\| `([a-z.-]+)` \\| (.*?) \\| (.*?) \\|.*");
    private static final Pattern HEAD = Pattern.compile("^## `([A-Za-z.]+) \\{ … }`$");

    @Test
    void everyKeyOfTheReaderIsOnThePageAndNoOther() throws Exception {
        for (Map.Entry<String, String> place : PLACES.entrySet()) {
            Set<String> known = known(place.getValue());
            known.removeAll(place.getValue().isEmpty() ? Set.of("clusters", "sinks", "jobs", "hooks") : Set.of());

            assertEquals(
                    known,
                    rows().stream()
                            .filter(row -> row.block().equals(place.getKey()))
                            .map(Row::key)
                            .collect(Collectors.toCollection(TreeSet::new)),
                    place.getKey());
        }
    }

    @Test
    void everyDefaultIsWhatIsInForceWithoutIt() throws Exception {
        String frame = "clusters.default {}, sinks.local { type = local, retention.keep-last = 1 }, jobs.default {},"
                + " hooks.pager { type = webhook, url = \"http://localhost\" }";
        String settings = rows().stream()
                .filter(row ->
                        row.byDefault().matches("`.*`") && !row.byDefault().equals("`instance`"))
                .map(row -> row.path() + " = " + row.byDefault().replace("`", ""))
                .collect(Collectors.joining("\n"));

        PerigeeConfig written = load("perigee { " + frame + "\n" + settings + " }");
        PerigeeConfig silent = load("perigee { " + frame + " }");

        assertTrue(settings.contains("idle-timeout") && settings.contains("state-dir"), settings);
        assertEquals(EffectiveConfig.render(silent, Map.of()), EffectiveConfig.render(written, Map.of()));
    }

    @Test
    void everyRangeIsTheReaders() throws Exception {
        Pattern range = Pattern.compile("([0-9]+) (?:to ([0-9]+)|or more)");
        int ranges = 0;
        for (Row row : rows()) {
            Matcher matcher = range.matcher(row.takes());
            if (matcher.matches()) {
                ranges++;
                String most = matcher.group(2) == null ? String.valueOf(Integer.MAX_VALUE) : matcher.group(2);
                String message = refused(row.path() + " = x");
                assertTrue(message.contains("from " + matcher.group(1) + " to " + most), row + " " + message);
            }
        }
        assertTrue(ranges > 8, "ranges on the page: " + ranges);
    }

    @Test
    void everyTimeSpanAndSizeIsReadAsOne() throws Exception {
        List<Row> spans = rows().stream()
                .filter(row -> row.takes().startsWith("a time span"))
                .toList();
        List<Row> sizes =
                rows().stream().filter(row -> row.takes().startsWith("a size")).toList();

        assertTrue(spans.size() > 5 && sizes.size() > 1);
        for (Row row : spans) {
            assertTrue(refused(row.path() + " = 6M").contains("is '6M'; it takes a time span"), row.toString());
        }
        for (Row row : sizes) {
            assertTrue(refused(row.path() + " = 6Mb").contains("is '6Mb'; it takes a size"), row.toString());
        }
    }

    private Set<String> known(String place) {
        boolean ofPlugin =
                place.startsWith("sinks."); // a sink's other keys are its plugin's to judge, blocks of ours aren't
        String message = refused(place + (ofPlugin ? "retention." : "") + "zzzzzzzzzzzz = 1");
        String list = message.substring(message.indexOf("there are ") + "there are ".length());
        return new TreeSet<>(Set.of(list.split(", ")));
    }

    /** What is said of a line, in a configuration where every block is there. */
    private String refused(String line) {
        Path file = write(
                "refused.conf",
                "perigee { clusters.default {}, sinks.local { type = local, layout { type = gravity, version = v } },"
                        + " jobs.default {}\n" + line.replace("layout = ", "layout.type = ") + "\n}");
        return assertThrows(ConfigException.class, () -> load(file(file)), line).getMessage();
    }

    private static Collection<Row> rows() throws IOException {
        Map<String, Row> rows = new TreeMap<>();
        String block = "";
        for (String line : new ArrayList<>(Files.readAllLines(PAGE))) {
            Matcher head = HEAD.matcher(line);
            block = head.matches() ? head.group(1) : block;
            Matcher row = ROW.matcher(line);
            if (!block.isEmpty() && row.matches()) {
                rows.put(block + "." + row.group(1), new Row(block, row.group(1), row.group(2), row.group(3)));
            }
        }
        return rows.values();
    }
}
