package dev.perigee.cli.sink;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Sizes;
import dev.perigee.cli.setup.Setup;
import dev.perigee.core.CheckSink;
import dev.perigee.core.Destination;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.sinkcheck.Measurement;
import dev.perigee.core.sinkcheck.Permission;
import dev.perigee.core.sinkcheck.RuleFinding;
import dev.perigee.core.sinkcheck.SinkReport;
import dev.perigee.sink.contract.Outcome;
import java.time.Duration;
import java.util.Optional;
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
        footer = {"  perigee sink check offsite"})
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
    protected ExitCode run() throws Exception {
        try (Setup setup = Setup.of(session, Optional.empty())) {
            Destination sink = setup.sinks(Optional.of(name)).getFirst();
            SinkReport report = new CheckSink(setup.withoutState(ProgressListener.NONE), full).run(sink, this::show);
            for (Permission permission : report.permissions()) {
                show(permission);
            }
            if (report.permissions().stream().anyMatch(Permission::held)) {
                session.note(
                        "the store locks what is put there: the rules were not tried, for each would leave objects behind");
            }
            if (report.measurement().isPresent()) {
                show(report.measurement().get());
            }
            report.left()
                    .forEach(key -> session.warn("left behind, because it could not be removed: " + key
                            + "; remove it by hand or by the bucket's lifecycle rule"));
            return verdict(report);
        }
    }

    private ExitCode verdict(SinkReport report) {
        if (report.permissions().stream().anyMatch(permission -> !permission.works())) {
            return ExitCode.DENIED;
        }
        return report.sound() ? ExitCode.OK : ExitCode.ERROR;
    }

    private void show(RuleFinding finding) {
        String line = switch (finding.outcome()) {
            case Outcome.Passed() -> "ok    ";
            case Outcome.Failed failed -> "BROKEN";
            case Outcome.NotApplicable notApplicable -> "n/a   ";
        };
        print("%s %-3s %6d ms  %s"
                .formatted(
                        line,
                        finding.rule().id(),
                        finding.took().toMillis(),
                        finding.rule().text()));
        switch (finding.outcome()) {
            case Outcome.Passed() -> {}
            case Outcome.Failed failed -> print("           " + failed.sentence());
            case Outcome.NotApplicable notApplicable -> print("           " + notApplicable.why());
        }
    }

    private void show(Permission permission) throws Failure {
        print((permission.held() ? "held   " : permission.works() ? "ok     " : "DENIED ") + permission.verb());
        permission.refusal().ifPresent(refusal -> {
            print("           " + refusal.getMessage());
            refusal.hint().ifPresent(hint -> print("           " + hint));
        });
    }

    private void show(Measurement measurement) {
        print("put %s/s, get %s/s (%s each way), a small put takes %d ms, the store's clock is %s"
                .formatted(
                        rate(measurement.bytes(), measurement.putTook()),
                        rate(measurement.bytes(), measurement.getTook()),
                        Sizes.human(measurement.bytes()),
                        measurement.latency().toMillis(),
                        skew(measurement.clockSkew())));
    }

    private static String rate(long bytes, Duration took) {
        return Sizes.human(bytes * 1_000_000_000L / Math.max(1, took.toNanos()));
    }

    private static String skew(Duration skew) {
        long seconds = Math.abs(skew.toSeconds());
        if (seconds < 2) {
            return "right";
        }
        return seconds + " s " + (skew.isNegative() ? "behind ours" : "ahead of ours");
    }

    private void print(String line) {
        try {
            session.terminal().data(line + "\n");
        } catch (Failure e) {
            session.error(String.valueOf(e.getMessage()));
        }
    }
}
