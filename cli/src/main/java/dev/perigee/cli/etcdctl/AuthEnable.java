package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.AuthApi;
import dev.perigee.etcd.client.EtcdApi;
import dev.perigee.etcd.client.EtcdException;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** {@code perigee etcdctl auth enable}. */
@CommandLine.Command(
        name = "enable",
        description = "Have users log in from now on. The user root must be there; it gets the role root.",
        footer = {"  perigee etcdctl auth enable"})
public final class AuthEnable extends EtcdctlCommand<Shown> implements Changing {

    @Mixin
    private final NoWords none = new NoWords();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public AuthEnable(Session session) {
        super(session, Forms.PLAIN);
    }

    @Override
    Call<Shown> prepare() throws Failure {
        none.require("auth enable command does not accept any arguments");
        return target -> {
            target.ask(AuthEnable::enable);
            return PlainText.of("Authentication Enabled");
        };
    }

    /** As etcdctl does: where there is no role root yet, it is made, and granted to the user root. */
    private static Answer<Boolean> enable(EtcdApi api) throws EtcdException {
        AuthApi auth = api.auth();
        try {
            return auth.enable();
        } catch (EtcdException e) {
            if (!FailureWords.of(e).contains("root user does not have root role")) {
                throw e;
            }
        }
        auth.addRole("root");
        auth.grantRole("root", "root");
        return auth.enable();
    }
}
