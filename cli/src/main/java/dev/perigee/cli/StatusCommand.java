package dev.perigee.cli;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.Durations;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.GlobalOptions;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Version;
import dev.perigee.cli.output.Format;
import dev.perigee.core.engine.Status;
import dev.perigee.core.engine.Status.SinkStatus;
import dev.perigee.core.engine.StatusRequest;
import dev.perigee.core.fleet.FleetView;
import dev.perigee.core.history.standing.HistoryStanding;
import dev.perigee.core.history.standing.HistoryStatus;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.report.HistoryDocument;
import dev.perigee.core.report.StatusDocument;
import dev.perigee.core.words.Sizes;
import dev.perigee.core.words.Words;
import dev.perigee.daemon.metrics.TextFile;
import dev.perigee.daemon.remote.DaemonAddress;
import dev.perigee.daemon.remote.DaemonClient;
import dev.perigee.daemon.remote.SeenStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code perigee status}. */
@CommandLine.Command(
        name = "status",
        description =
                "Show whether each job's backups are where they should be, and its history is recorded. Exits with"
                        + " 17 if a backup that was due is missing, or a history is late, and with 11 if the last run"
                        + " failed, or a sink can't be looked at or isn't as it was left, and with 14 if the state"
                        + " directory is full. For people, cron and monitoring;"
                        + " needs no daemon.",
        footer = {
            "  perigee status",
            "  perigee status -w json",
            "  perigee status --url https://backup.example:8085 --cacert ca.pem --token-file read.token",
            "  perigee status --textfile /var/lib/prometheus/node-exporter/perigee.prom"
        })
public final class StatusCommand extends Command {

    /** Sinks change so slowly that nobody needs to hear of a look that is younger. */
    private static final Duration RECENT = Duration.ofMinutes(1);

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Ask the daemon that answers there instead of the sinks: http://localhost:8085, or https://"
                    + " with --cacert, --cert and --key.")
    private @Nullable String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "With --url: its first line is one of the daemon's tokens.")
    private @Nullable Path token;

    @Option(
            names = "--textfile",
            paramLabel = "FILE.prom",
            description = "Write the metrics there, too, for node_exporter's textfile collector.")
    private @Nullable Path textFile;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public StatusCommand(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        if (url != null) {
            return asked(url);
        }
        if (token != null) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--token-file goes only together with --url");
        }
        Status status = warned(new StatusRequest());
        return shown(status, status.outcome(), Version.number());
    }

    private ExitCode asked(String daemon) throws Exception {
        GlobalOptions options = session.options();
        DaemonAddress address = new DaemonAddress(
                DaemonAddress.url(daemon),
                Optional.ofNullable(token),
                options.caCert(),
                options.cert(),
                options.key(),
                options.commandTimeout().isPresent()
                        ? Durations.parse(
                                "--command-timeout", options.commandTimeout().get())
                        : TIMEOUT);
        try (DaemonClient client = DaemonClient.of(address)) {
            SeenStatus seen = client.status();
            seen.blind().ifPresent(why -> session.warn("the daemon can't look at its sinks any more: " + why));
            seen.namesakes().forEach(name -> session.warn(FleetView.namesake(name)));
            Duration past = Duration.between(seen.looked(), seen.status().at());
            if (past.compareTo(RECENT) > 0) {
                session.note("the daemon looked at its sinks " + Words.span(past) + " ago");
            }
            return shown(seen.status(), seen.outcome(), seen.version());
        }
    }

    private ExitCode shown(Status status, Outcome outcome, String version) throws Failure, OperationException {
        if (textFile != null) {
            new TextFile(textFile).write(status, version);
        }
        session.show(StatusDocument.of(status), Format.TABLE);
        status.jobs().forEach(job -> {
            job.sinks().forEach(sink -> tell(job.name(), sink));
            job.history().ifPresent(history -> tell(job.name(), history, status.at()));
        });
        status.full().ifPresent(session::warn);
        leaders(status).ifPresent(session::note);
        status.spool()
                .filter(spool -> !spool.bodies().isEmpty())
                .ifPresent(spool -> session.note(Words.count(spool.bodies().size(), "backup") + " ("
                        + Sizes.human(spool.bytes()) + ") in the spool, on the way to a sink or waiting for one"));
        return Failures.code(outcome);
    }

    /** Only where several daemons share the jobs. */
    private static Optional<String> leaders(Status status) {
        Map<String, Long> counts = status.jobs().stream()
                .flatMap(job -> job.leader().stream())
                .collect(Collectors.groupingBy(leader -> leader, TreeMap::new, Collectors.counting()));
        return counts.isEmpty()
                ? Optional.empty()
                : Optional.of(counts.entrySet().stream()
                        .map(each -> each.getKey() + " runs " + Words.count(each.getValue(), "job"))
                        .collect(Collectors.joining(", ")));
    }

    /** Where it is recorded and well, the table says enough, but for gaps. */
    private void tell(String job, HistoryStatus history, Instant now) {
        if (!history.sentence().isEmpty()) {
            session.warn("job '" + job + "': " + history.sentence()
                    + history.cure().map(cure -> "; " + cure).orElse(""));
        } else if (history.standing()
                .filter(standing -> standing.gaps() > 0 || standing.state() != HistoryStanding.State.RECORDING)
                .isPresent()) {
            session.note("job '" + job + "': " + HistoryDocument.sentence(history, now));
        }
    }

    private void tell(String job, SinkStatus sink) {
        if (!sink.sentence().isEmpty()) {
            session.warn("job '" + job + "': " + sink.sentence()
                    + sink.cure().map(cure -> "; " + cure).orElse(""));
        }
    }
}
