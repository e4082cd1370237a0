package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** {@code perigee etcdctl auth disable}. */
@CommandLine.Command(
        name = "disable",
        description = "Let everybody do everything without logging in.",
        footer = {"  perigee etcdctl auth disable --user root"})
public final class AuthDisable extends EtcdctlCommand<Shown> implements Changing {

    @Mixin
    private final NoWords none = new NoWords();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public AuthDisable(Session session) {
        super(session, Forms.PLAIN);
    }

    @Override
    Call<Shown> prepare() throws Failure {
        none.require("auth disable command does not accept any arguments");
        return target -> {
            target.ask(api -> api.auth().disable());
            return PlainText.of("Authentication Disabled");
        };
    }
}
