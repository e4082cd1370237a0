package dev.perigee.cli;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.core.engine.ConfigCheckRequest;
import dev.perigee.core.engine.ConfigCheckRequest.Checked;
import dev.perigee.core.report.ConfigDocument;
import dev.perigee.core.words.Words;
import java.util.Set;
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
        Checked checked = quietly(new ConfigCheckRequest());
        if (session.format(Format.SIMPLE) == Format.JSON) { // what is wrong is the data then: it isn't said once more
            session.terminal().data(ConfigDocument.json(checked) + "\n");
        } else {
            tell(checked);
        }
        return Failures.code(checked.outcome());
    }

    private void tell(Checked checked) throws Failure {
        if (checked.readable()) {
            checked.findings().forEach(session::error);
        } else {
            session.error(String.join("\n", checked.findings()));
        }
        if (checked.findings().isEmpty() && session.reports()) {
            session.terminal().data(summary(checked));
        }
    }

    private static String summary(Checked checked) {
        return "ok: " + checked.file().orElse("no configuration file, the defaults are in force") + " ("
                + Words.count(checked.clusters().size(), "cluster") + ", "
                + Words.count(checked.sinks().size(), "sink") + ", "
                + Words.count(checked.jobs().size(), "job") + ")\n";
    }
}
