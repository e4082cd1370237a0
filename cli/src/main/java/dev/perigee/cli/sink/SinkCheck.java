package dev.perigee.cli.sink;

import dev.perigee.api.ObjectKey;
import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.output.Wrapping;
import dev.perigee.core.engine.SinkCheckRequest;
import dev.perigee.core.engine.SinkCheckRequest.Checked;
import dev.perigee.core.report.CheckDocument;
import dev.perigee.core.sinkcheck.Permission;
import dev.perigee.core.sinkcheck.RuleFinding;
import dev.perigee.core.sinkcheck.SinkReport;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Printable;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee sink check}. */
@CommandLine.Command(
        name = "check",
        description = {
            "Try a sink on its own place: what its credentials allow, the rules that every sink keeps, how fast it is.",
            "",
            "Works under a scratch prefix and removes what it put; your backups are not touched."
        },
        footer = {"  perigee sink check offsite", "  perigee sink check offsite -w json"})
public final class SinkCheck extends Command {

    @Parameters(paramLabel = "NAME", description = "The sink's name in the configuration.")
    private String name = "";

    @Option(names = "--full", description = "Also the rules that take thousands of requests or tens of megabytes.")
    private boolean full;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public SinkCheck(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.TEXT_AND_JSON;
    }

    @Override
    protected ExitCode run() throws Exception {
        boolean json = session.format(Format.SIMPLE) == Format.JSON;
        Consumer<RuleFinding> listener = json ? finding -> {} : finding -> print(CheckText.of(finding));
        Checked checked = quietly(new SinkCheckRequest(name, full, listener));
        if (json) {
            session.terminal().data(CheckDocument.json(checked) + "\n");
        } else {
            tell(checked.report());
        }
        return Failures.code(checked.outcome());
    }

    private void tell(SinkReport report) {
        CheckText.of(report.permissions()).forEach(this::print);
        if (report.permissions().stream().anyMatch(Permission::held)) {
            session.note(
                    "the store locks what is put there: the rules were not tried, for each would leave objects behind");
        }
        if (report.stopped()) {
            session.note("that came amid the rules: the others were not tried");
        }
        report.measurement().ifPresent(measurement -> print(List.of(CheckText.of(measurement))));
        report.left().forEach(this::warnOfLeft);
    }

    private void warnOfLeft(ObjectKey key) {
        session.warn("left behind, because it could not be removed: " + key
                + "; remove it by hand or by the bucket's lifecycle rule");
    }

    private String fitted(String line) {
        boolean narrow = session.terminal().showsOutput() && session.width().isPresent();
        int width = narrow ? session.width().getAsInt() : Integer.MAX_VALUE;
        return Wrapping.of(line, width, CheckText.MARGIN.length()) + "\n";
    }

    /** With --quiet only what is wrong is said, where errors are. */
    private void print(List<String> lines) {
        String text = lines.stream().map(Printable::lines).map(this::fitted).collect(Collectors.joining());
        if (!session.reports()) {
            if (CheckText.isTrouble(lines)) {
                session.terminal().say(text);
            }
            return;
        }
        try {
            session.terminal().data(text);
        } catch (Failure e) {
            session.error(FailureWords.of(e));
        }
    }
}
