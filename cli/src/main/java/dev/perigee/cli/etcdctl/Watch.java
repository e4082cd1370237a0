package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.text.Arguments;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.EtcdApi;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.WatchQuery;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code perigee etcdctl watch}. */
@CommandLine.Command(
        name = "watch",
        description = {
            "Show the changes of keys as they come, until this is ended; or run a command at each of them.",
            "",
            "With --interactive lines of standard input say what to watch: 'watch', with the words and flags of this command,"
                    + " and 'progress', which asks how far the member has come."
        },
        footer = {
            "  perigee etcdctl watch /dns/ --prefix",
            "  perigee etcdctl watch /dns/ --prefix --rev 48213 -- sh -c 'echo $ETCD_WATCH_KEY'"
        })
public final class Watch extends EtcdctlCommand<Shown> {

    private static final String SEPARATOR = "--";

    @Mixin
    private final WatchWords words = new WatchWords();

    @Option(
            names = {"-i", "--interactive"},
            description = "Read from standard input what to watch.")
    private boolean interactive;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public Watch(Session session) {
        super(session, Forms.PLAIN);
    }

    @Override
    Call<Shown> prepare() throws Failure {
        String key = session.environment().getOrDefault("ETCDCTL_WATCH_KEY", "");
        String end = session.environment().getOrDefault("ETCDCTL_WATCH_RANGE_END", "");
        if (key.isEmpty() && !end.isEmpty()) {
            throw KeyArguments.bad("ETCDCTL_WATCH_KEY is empty but got ETCDCTL_WATCH_RANGE_END=" + GoText.quoted(end));
        }
        if (interactive) {
            Forms.Form<Shown.WithFields> form = Forms.form(Forms.NO_TABLE, format());
            return target -> {
                target.use(api -> interactively(api, form));
                return PlainText.of();
            };
        }
        List<String> line = spec.commandLine().getParseResult().originalArgs();
        WatchQuery query = words.query(command(line).size(), line.contains(SEPARATOR), session.environment());
        List<String> command = command(line);
        Forms.Form<Shown.WithFields> form = Forms.form(Forms.NO_TABLE, format());
        return target -> {
            new Watcher(session, form, hex(), command).run(target, query);
            return PlainText.of();
        };
    }

    private static List<String> command(List<String> line) {
        int separator = line.indexOf(SEPARATOR);
        return separator < 0 ? List.of() : line.subList(separator + 1, line.size());
    }

    private void interactively(EtcdApi api, Forms.Form<Shown.WithFields> form) throws EtcdException, Failure {
        InputLines in = new InputLines(session.terminal().inputStream());
        try (Watchers watchers = new Watchers(session, form, hex(), api)) {
            while (true) {
                follow(watchers, in.next().orElseThrow(() -> TxnText.bad("error reading watch request line: EOF")));
            }
        }
    }

    private void follow(Watchers watchers, String line) throws EtcdException, Failure {
        List<String> parts = TxnText.words(line);
        String first = parts.isEmpty() ? "" : parts.getFirst();
        switch (first) {
            case "" -> session.terminal().say("Invalid command: " + line + " (watch and progress supported)\n");
            case "progress" -> watchers.askForProgress();
            case "watch" -> watch(watchers, parts.subList(1, parts.size()), line);
            default -> session.terminal().say("Invalid command " + line + " (only support watch)\n");
        }
    }

    private void watch(Watchers watchers, List<String> parts, String line) throws EtcdException, Failure {
        if (parts.isEmpty()
                && session.environment().getOrDefault("ETCDCTL_WATCH_KEY", "").isEmpty()) {
            session.terminal().say("Invalid command " + line + " (command type or key is not provided)\n");
            return;
        }
        List<String> command = command(parts);
        boolean separated = parts.contains(SEPARATOR);
        WatchWords read = read(separated ? parts.subList(0, parts.indexOf(SEPARATOR)) : parts);
        if (separated && command.isEmpty() || read.isEmpty()) {
            read.query(0, separated, session.environment()); // says what is wrong, unless the environment names the key
        }
        try {
            watchers.add(read.query(0, false, session.environment()), command);
        } catch (Failure e) {
            session.terminal().say("Invalid command " + line + " (" + FailureWords.of(e) + ")\n");
        }
    }

    private static WatchWords read(List<String> parts) throws Failure {
        WatchWords read = new WatchWords();
        CommandLine reader = new CommandLine(read);
        Arguments.read(reader);
        try {
            reader.parseArgs(parts.toArray(String[]::new));
        } catch (ParameterException e) {
            throw KeyArguments.bad(FailureWords.of(e));
        }
        return read;
    }

    /** The server ends a watch of what is compacted. */
    @Override
    ExitCode end() {
        session.error("watch is canceled by the server");
        return ExitCode.INTERRUPTED;
    }
}
