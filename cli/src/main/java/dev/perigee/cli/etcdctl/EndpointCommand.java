package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.EtcdException;
import java.util.List;
import picocli.CommandLine.ParentCommand;

/** A command that asks every endpoint, shows what those say that answer, and fails if one doesn't. */
abstract class EndpointCommand extends EtcdctlCommand<Shown.WithTable> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private EndpointGroup group;

    private ExitCode end = ExitCode.OK;

    EndpointCommand(Session session) {
        super(session, Forms.ALL);
    }

    /** What is shown of the endpoints. */
    abstract Shown.WithTable ask(Target target) throws Failure;

    @Override
    final Call<Shown.WithTable> prepare() {
        return target -> ask(group.cluster() ? target.ofMembers() : target);
    }

    @Override
    final ExitCode end() {
        return end;
    }

    /** The answers there are; each failure is told of. */
    final <T> List<Target.Reply<T>> answered(List<Target.Reply<T>> replies, String what) {
        replies.forEach(reply -> reply.failure().ifPresent(failure -> failed(what, failure)));
        return replies.stream().filter(reply -> reply.value().isPresent()).toList();
    }

    /** Makes the command end with an error, after everything was shown. */
    final void fail(String message) {
        session.error(message);
        end = ExitCode.ERROR;
    }

    private void failed(String what, EtcdException failure) {
        fail("failed to get the " + what + " of " + FailureWords.of(failure));
    }
}
