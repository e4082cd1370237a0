package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.etcd.client.NewUser;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl user passwd}. */
@CommandLine.Command(
        name = "passwd",
        description = "Give a user another password.",
        footer = {"  perigee etcdctl user passwd ops"})
public final class UserPassword extends EtcdctlCommand<Shown.WithFields> implements Changing {

    @Parameters(arity = "0..*", paramLabel = "NAME", hideParamSyntax = true, description = "The user.")
    private List<String> words = List.of();

    @Mixin
    private final PasswordOptions asked = new PasswordOptions();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public UserPassword(Session session) {
        super(session, Forms.NO_TABLE);
    }

    @Override
    Call<Shown.WithFields> prepare() throws Failure {
        AuthArguments.require(words, 1, "user passwd command requires user name as its argument");
        NewUser user = new NewUser(words.getFirst(), Optional.of(asked.password(session, words.getFirst())));
        return target -> new Changed(target.ask(api -> api.auth().changePassword(user)), "Password updated");
    }
}
