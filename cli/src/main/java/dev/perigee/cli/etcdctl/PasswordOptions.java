package dev.perigee.cli.etcdctl;

import dev.perigee.api.Secret;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.etcd.client.Bytes;
import picocli.CommandLine.Option;

/** Where a user's new password comes from. */
final class PasswordOptions {

    @Option(
            names = "--interactive",
            negatable = true,
            fallbackValue = "true",
            paramLabel = "true|false",
            arity = "0..1",
            hideParamSyntax = true,
            description =
                    "Ask for the password, twice. With =false it is the first word of standard input. Default: true.")
    private boolean interactive = true;

    Secret password(Session session, String user) throws Failure {
        return interactive ? asked(session, user) : read(session);
    }

    private static Secret asked(Session session, String user) throws Failure {
        Secret first = answer(session, "Password of " + user);
        Secret second = answer(session, "Type password of " + user + " again for confirmation");
        if (!first.reveal().equals(second.reveal())) {
            throw KeyArguments.bad("given passwords are different");
        }
        return first;
    }

    private static Secret answer(Session session, String question) throws Failure {
        if (!session.terminal().canAsk()) {
            throw KeyArguments.bad("failed to ask password: nobody is there to type one; --interactive=false reads it");
        }
        return session.terminal().askSecret(question).orElseThrow(() -> KeyArguments.bad("empty password"));
    }

    private static Secret read(Session session) throws Failure {
        return Secret.of(Bytes.of(session.terminal().input())
                .text()
                .lines()
                .findFirst()
                .orElse("")
                .strip()
                .split("\\s", 2)[0]);
    }
}
