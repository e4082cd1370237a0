package dev.perigee.cli;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.output.Json;
import dev.perigee.cli.setup.Setup;
import dev.perigee.cli.setup.SinkReadiness;
import dev.perigee.core.backup.Job;
import dev.perigee.core.config.ConfigException;
import dev.perigee.core.config.PerigeeConfig;
import dev.perigee.core.config.Problem;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.source.ClusterSettings;
import dev.perigee.core.words.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;

/** {@code perigee config check}. */
@CommandLine.Command(
        name = "check",
        description =
                "Check the configuration, the files it names, every sink's settings and every plugin, as this user."
                        + " Asks no server.",
        footer = {"  perigee config check", "  perigee config check --config ./perigee.conf -w json"})
public final class ConfigCheck extends Command {

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public ConfigCheck(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.TEXT_AND_JSON;
    }

    @Override
    protected ExitCode run() throws Exception {
        try (Setup.Inspected inspected = Setup.inspected(session)) {
            PerigeeConfig config = inspected.setup().config();
            List<String> problems = problems(inspected);
            return session.format(Format.SIMPLE) == Format.JSON
                    ? document(Optional.of(config), problems)
                    : told(config, problems);
        } catch (ConfigException e) {
            if (session.format(Format.SIMPLE) != Format.JSON) {
                throw e;
            }
            return document(
                    Optional.empty(),
                    e.problems().stream().map(Problem::toString).toList());
        }
    }

    /** The configuration's, in the order of its lines, then its sinks' own. */
    private static List<String> problems(Setup.Inspected inspected) {
        return Stream.concat(
                        inspected.problems().stream().map(Problem::toString),
                        SinkReadiness.of(inspected.setup()).problems().stream())
                .toList();
    }

    private ExitCode told(PerigeeConfig config, List<String> problems) throws Failure {
        problems.forEach(session::error);
        if (problems.isEmpty() && session.reports()) {
            session.terminal().data(summary(config));
        }
        return problems.isEmpty() ? ExitCode.OK : ExitCode.BAD_CONFIGURATION;
    }

    /** What is wrong is the data that was asked for: it isn't said on standard error once more. */
    private ExitCode document(Optional<PerigeeConfig> config, List<String> problems) throws Failure {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("ok", problems.isEmpty());
        document.put(
                "file",
                config.flatMap(PerigeeConfig::source).map(Object::toString).orElse(""));
        document.put("clusters", names(config, all -> all.clusters().stream().map(ClusterSettings::name)));
        document.put("sinks", names(config, all -> all.sinks().stream().map(Destination::name)));
        document.put("jobs", names(config, all -> all.jobs().stream().map(Job::name)));
        document.put("problems", problems);
        session.terminal().data(Json.of(document) + "\n");
        return problems.isEmpty() ? ExitCode.OK : ExitCode.BAD_CONFIGURATION;
    }

    private static List<String> names(Optional<PerigeeConfig> config, Function<PerigeeConfig, Stream<String>> names) {
        return config.stream().flatMap(names).toList();
    }

    private static String summary(PerigeeConfig config) {
        String source =
                config.source().map(Object::toString).orElse("no configuration file, the defaults are in force");
        return "ok: " + source + " (" + Words.count(config.clusters().size(), "cluster") + ", "
                + Words.count(config.sinks().size(), "sink") + ", "
                + Words.count(config.jobs().size(), "job") + ")\n";
    }
}
