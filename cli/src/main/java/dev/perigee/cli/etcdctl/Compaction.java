package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl compaction}. */
@CommandLine.Command(
        name = "compaction",
        description = {
            "Forget what keys were before a revision. There is no way back but a backup.",
            "",
            "The database gets smaller only by 'defrag'."
        },
        footer = {"  perigee etcdctl compaction 48213"})
public final class Compaction extends EtcdctlCommand<Shown> implements Changing {

    @Parameters(arity = "0..*", paramLabel = "REVISION", hideParamSyntax = true, description = "The oldest to keep.")
    private List<String> words = List.of();

    @Option(names = "--physical", description = "Wait until it is done on the disk.")
    private boolean physically;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public Compaction(Session session) {
        super(session, Forms.PLAIN);
    }

    @Override
    Call<Shown> prepare() throws Failure {
        if (words.size() != 1) {
            throw KeyArguments.bad("compaction command needs 1 argument");
        }
        long revision = revision();
        return target -> {
            target.ask(api -> api.compact(revision, physically));
            return PlainText.of("compacted revision " + revision);
        };
    }

    private long revision() throws Failure {
        try {
            return Long.parseLong(words.getFirst());
        } catch (NumberFormatException e) {
            throw Failure.of(ExitCode.ERROR, "'" + words.getFirst() + "' is no revision");
        }
    }
}
