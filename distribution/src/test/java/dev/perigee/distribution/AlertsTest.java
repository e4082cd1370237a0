package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.InstalledServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alert rules that are shipped, by Prometheus' own tool. */
class AlertsTest {

    private static final Path DISTRIBUTION = Product.repository().resolve("distribution/src");
    private static final Path RULES = DISTRIBUTION.resolve("main/share/alerts/perigee.rules.yaml");
    private static final Path CHART = DISTRIBUTION.resolve("main/share/chart/perigee/templates/monitoring.yaml");
    private static final Pattern EXPRESSION = Pattern.compile("(?m)^ +expr: (?!absent)(.*)$");
    private static final Pattern METRIC = Pattern.compile("perigee_[a-z_]+");

    @TempDir
    Path folder;

    @Test
    void eachAlertFiresWhenItShouldAndNoneElseDoes() throws IOException {
        Files.copy(RULES, folder.resolve("perigee.rules.yaml"));
        Path tests =
                Files.copy(DISTRIBUTION.resolve("test/alerts/perigee.test.yaml"), folder.resolve("perigee.test.yaml"));

        CommandResult tested = promtool("test", "rules", tests.toString());

        assertEquals(0, tested.exitCode(), () -> tested.stdout() + tested.stderr());
    }

    @Test
    void theChartHasTheSameExpressions() throws IOException {
        assertEquals(expressions(RULES), expressions(CHART));
    }

    @Test
    void theyAskForMetricsThatThereAre() throws IOException {
        String documented = Files.readString(Product.repository().resolve("docs/http.md"));
        List<String> asked = METRIC.matcher(Files.readString(RULES).replace("perigee.rules", ""))
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();

        assertTrue(asked.size() >= 5, asked::toString);
        asked.forEach(metric -> assertTrue(documented.contains("`" + metric + "`"), metric));
    }

    private static List<String> expressions(Path file) throws IOException {
        return EXPRESSION
                .matcher(Files.readString(file))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static CommandResult promtool(String... arguments) {
        Path tool = InstalledServer.binary("prometheus", "promtool");
        return Command.run(
                Map.of(),
                Stream.concat(Stream.of(tool.toString()), Stream.of(arguments)).toList());
    }
}
