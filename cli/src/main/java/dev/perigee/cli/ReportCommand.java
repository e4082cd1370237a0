package dev.perigee.cli;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.Where;
import dev.perigee.core.engine.ReportRequest;
import dev.perigee.core.engine.ReportResult;
import dev.perigee.core.report.PlaceRow;
import dev.perigee.core.report.ReportPage;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code perigee report}. */
@CommandLine.Command(
        name = "report",
        description =
                "Say of each cluster what is kept where, since when, proven and drilled when, and what would be lost now.",
        footer = {"  perigee report", "  perigee report --html >report.html"})
public final class ReportCommand extends Command {

    @Mixin
    private final Where where = new Where();

    @Option(names = "--html", description = "One page of HTML that stands for itself, to be printed or filed.")
    private boolean html;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public ReportCommand(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        if (html && session.options().format().isPresent()) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--html is a form of its own, so it can't be given with -w")
                    .withHint("run the command twice: once with --html, once with -w");
        }
        ReportResult result = run(new ReportRequest(where.scope()));
        if (html) {
            session.terminal().data(ReportPage.html(result));
        } else {
            session.show(PlaceRow.of(result), Format.TABLE);
        }
        result.problems().forEach(problem -> session.error(problem.text()));
        return Failures.code(result.outcome());
    }
}
