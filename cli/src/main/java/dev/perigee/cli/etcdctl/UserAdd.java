package dev.perigee.cli.etcdctl;

import dev.perigee.api.Secret;
import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.etcd.client.NewUser;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl user add}. */
@CommandLine.Command(
        name = "add",
        description = "Make a user. Its password is asked for, unless it is given.",
        footer = {"  perigee etcdctl user add ops"})
public final class UserAdd extends EtcdctlCommand<Shown.WithFields> implements Changing {

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME[:PASSWORD]",
            hideParamSyntax = true,
            description = "The user. A password here is seen by every user of this machine.")
    private List<String> words = List.of();

    @Option(names = "--new-user-password", paramLabel = "PASSWORD", description = "The password, seen as above.")
    private @Nullable String password;

    @Option(names = "--no-password", description = "It logs in by the name in its certificate only.")
    private boolean noPassword;

    @Mixin
    private final PasswordOptions asked = new PasswordOptions();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public UserAdd(Session session) {
        super(session, Forms.NO_TABLE);
    }

    @Override
    Call<Shown.WithFields> prepare() throws Failure {
        AuthArguments.require(words, 1, "user add command requires user name as its argument");
        NewUser user = user(words.getFirst());
        return target -> new Changed(target.ask(api -> api.auth().addUser(user)), "User " + user.name() + " created");
    }

    private NewUser user(String word) throws Failure {
        if (noPassword) {
            return new NewUser(word, Optional.empty());
        }
        if (password != null && !password.isEmpty()) {
            return new NewUser(word, Optional.of(Secret.of(password)));
        }
        int colon = word.indexOf(':');
        if (colon < 0) {
            return new NewUser(word, Optional.of(asked.password(session, word)));
        }
        if (colon == 0) {
            throw KeyArguments.bad("empty user name is not allowed");
        }
        return new NewUser(word.substring(0, colon), Optional.of(Secret.of(word.substring(colon + 1))));
    }
}
