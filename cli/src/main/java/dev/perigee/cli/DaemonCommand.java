package dev.perigee.cli;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Logging;
import dev.perigee.cli.console.Logging.Detail;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Signals;
import dev.perigee.cli.setup.Setup;
import dev.perigee.cli.setup.SinkReadiness;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.daemon.Daemon;
import dev.perigee.daemon.DaemonSettings;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** {@code perigee daemon}. */
@CommandLine.Command(
        name = "daemon",
        description = "Run the jobs on their schedules until told to stop (SIGTERM, Ctrl-C). Logs to standard error.",
        footer = {"  perigee daemon --config /etc/perigee/perigee.conf"})
public final class DaemonCommand extends Command implements Changing {

    /** What scripts send to have a daemon read its configuration or open its log anew. */
    private static final List<String> DISREGARDED = List.of("HUP", "USR1");

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public DaemonCommand(Session session) {
        super(session);
    }

    private static void obey(Signals signals, Daemon daemon) {
        System.Logger log = System.getLogger(DaemonCommand.class.getName()); // not before the logging is prepared
        signals.reactWith(signal -> {
            log.log(Level.INFO, "{0}: the daemon ends as soon as its running jobs have", signal);
            daemon.stop();
        });
        signals.passOver(
                DISREGARDED,
                signal -> log.log(
                        Level.INFO,
                        "{0} is ignored: to read a changed configuration, restart the daemon; SIGTERM ends it",
                        signal));
    }

    @Override
    protected ExitCode run() throws Exception {
        if (!session.options().debug() && !session.options().quiet()) {
            Logging.prepare(Detail.TALKATIVE, session.terminal());
        }
        try (Setup setup = Setup.of(session, Optional.empty())) {
            SinkReadiness readiness = SinkReadiness.of(setup);
            if (!readiness.problems().isEmpty()) {
                readiness.problems().forEach(session::error);
                return ExitCode.BAD_CONFIGURATION;
            }
            Daemon daemon =
                    new Daemon(setup.config().jobs(), setup.environment(ProgressListener.NONE), DaemonSettings.DEFAULT);
            obey(session.signals(), daemon);
            daemon.run();
            return ExitCode.OK;
        }
    }
}
