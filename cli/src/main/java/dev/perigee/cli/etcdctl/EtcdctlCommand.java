package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.EtcdException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A command of etcdctl's. One class says all there is to it: its flags, how they become a {@link Call}, and what is
 * {@link Shown} of the answer.
 *
 * @param <S> what is shown
 */
public abstract class EtcdctlCommand<S extends Shown> extends Command {

    private final Forms<S> forms;

    @Option(names = "--hex", description = "Keys, values and ids in hexadecimal.")
    private boolean hex;

    @Option(names = "--job", paramLabel = "NAME", description = "Whose cluster, if several are configured.")
    private @Nullable String job;

    @Mixin
    private final DiscoveryOptions discovery = new DiscoveryOptions();

    @Mixin
    private final IdleFlags idle = new IdleFlags();

    /**
     * The command of one run.
     *
     * @param session the run
     * @param forms the output formats that etcdctl has for it
     */
    EtcdctlCommand(Session session, Forms<S> forms) {
        super(session);
        this.forms = forms;
    }

    /**
     * Reads the flags and arguments.
     *
     * @return what to ask
     * @throws Failure if they make no sense
     */
    abstract Call<S> prepare() throws Failure;

    /** etcdctl's own answer to a format that it lacks, or that the command lacks, comes after the arguments'. */
    @Override
    protected final void requireFormat(String name) {}

    /** How the command ends when everything was shown. */
    ExitCode end() {
        return ExitCode.OK;
    }

    @Override
    protected final ExitCode run() throws Exception {
        Call<S> call = prepare();
        Forms.Form<S> form = Forms.form(forms, format());
        Target target = Target.of(session, Optional.ofNullable(job)).orAt(discovery.endpoints(session));
        try {
            session.terminal().data(form.of(call.send(target), hex()));
        } catch (EtcdException e) {
            throw Failure.of(code(target, e), FailureWords.of(e)).causedBy(e);
        }
        return end();
    }

    /** etcdctl logs in while it connects: a login that fails is a bad connection to it. */
    private static ExitCode code(Target target, EtcdException e) {
        boolean login = target.settings().credentials().isPresent() && e.kind() == EtcdException.Kind.AUTH_FAILED;
        return login ? ExitCode.CONNECTION : ExitCode.ERROR;
    }

    /** Whether keys, values and ids are wanted in hexadecimal. */
    final boolean hex() {
        return hex || session.environment().getOrDefault("ETCDCTL_HEX", "").equals("true");
    }

    /** The format asked for: by the flag, else by the environment. */
    final Format format() throws Failure {
        String environment = session.environment().getOrDefault("ETCDCTL_WRITE_OUT", "");
        String name = session.options().format().orElse(environment.isEmpty() ? Format.SIMPLE.label() : environment);
        return Format.of(name)
                .orElseThrow(() -> Failure.of(ExitCode.FEATURE, "unsupported output format '" + name + "'"));
    }
}
