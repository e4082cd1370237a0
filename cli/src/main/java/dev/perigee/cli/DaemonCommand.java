package dev.perigee.cli;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.Engines;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.Logging;
import dev.perigee.cli.console.Logging.Detail;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Signals;
import dev.perigee.core.backup.Job;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.SinkReadiness;
import dev.perigee.core.engine.SinksRequest;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.daemon.Daemon;
import dev.perigee.daemon.DaemonSettings;
import dev.perigee.etcd.client.TlsSettings;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/** {@code perigee daemon}. */
@CommandLine.Command(
        name = "daemon",
        description = "Run the jobs on their schedules until told to stop (SIGTERM, Ctrl-C). Logs to standard error.",
        footer = {"  perigee daemon --config /etc/perigee/perigee.conf"})
public final class DaemonCommand extends Command implements Changing {

    /** How the log is written; named as it is typed, for the shells offer these names. */
    private enum LogFormat {
        text,
        json
    }

    @CommandLine.Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "How the log is written: text, json (an object on a line each, for programs). Default: text.")
    private LogFormat logFormat = LogFormat.text;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public DaemonCommand(Session session) {
        super(session);
    }

    /** From the first moment on: who ends a daemon that still starts gets an end as orderly. */
    private static Stop stoppedBy(Signals signals) {
        System.Logger log = System.getLogger(DaemonCommand.class.getName()); // not before the logging is prepared
        Stop stop = new Stop();
        signals.reactWith(signal -> {
            log.log(Level.INFO, "{0}: the daemon ends as soon as its running jobs have", signal);
            stop.ask();
        });
        if (Thread.interrupted()) { // by a signal that came before
            stop.ask();
        }
        return stop;
    }

    private static void obey(Signals signals, Daemon daemon) {
        System.Logger log = System.getLogger(DaemonCommand.class.getName());
        signals.onHangUp(signal -> daemon.reloadBecause(signal + " asks for the configuration"));
        signals.passOver(
                List.of("USR1"),
                signal -> log.log(
                        Level.INFO,
                        "{0} is ignored: SIGHUP has the configuration read anew, SIGTERM ends the daemon",
                        signal));
    }

    /** One that comes while it starts is taken once it has: it asks for what may have been written since. */
    @Override
    protected void heedHangUps(Signals signals) {
        // until then
    }

    private void prepareLog() {
        boolean usual = !session.options().debug() && !session.options().quiet();
        if (logFormat == LogFormat.json) {
            Logging.prepareJson(
                    usual ? Detail.TALKATIVE : session.options().debug() ? Detail.DEBUG : Detail.QUIET,
                    session.terminal());
        } else if (usual) {
            Logging.prepare(Detail.TALKATIVE, session.terminal());
        }
    }

    /** They may be renewed any time, and are read anew for each run: one cluster's are no reason to leave the others alone. */
    private static Stream<String> unusableCertificates(Engine engine) throws OperationException {
        return engine.jobs().stream()
                .map(Job::cluster)
                .distinct()
                .flatMap(cluster -> cluster.etcd().tls().flatMap(TlsSettings::ownFault).stream()
                        .map(what -> "cluster '" + cluster.name() + "': tls.cert can't be used with its key: " + what));
    }

    @Override
    protected ExitCode run() throws Exception {
        prepareLog();
        Stop stop = stoppedBy(session.signals());
        try (Engine engine = Engines.forJobs(session, Optional.empty())) {
            SinkReadiness readiness = engine.run(new SinksRequest());
            if (readiness.outcome() != Outcome.OK) {
                readiness.findings().forEach(session::error);
                return Failures.code(readiness.outcome());
            }
            unusableCertificates(engine).forEach(session::warn);
            Daemon daemon = Daemon.of(engine, DaemonSettings.DEFAULT, session.environment(), List.of());
            obey(session.signals(), daemon);
            stop.with(daemon::stop);
            daemon.run();
            return ExitCode.OK;
        }
    }
}
