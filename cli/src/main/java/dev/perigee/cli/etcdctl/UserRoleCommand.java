package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import java.util.List;
import picocli.CommandLine.Parameters;

/** A command that changes which roles a user has. */
abstract class UserRoleCommand extends EtcdctlCommand<Shown.WithFields> implements Changing {

    @Parameters(
            arity = "0..*",
            paramLabel = "USER ROLE",
            hideParamSyntax = true,
            description = "The user and the role.")
    private List<String> words = List.of();

    private final String otherwise;

    /** With etcdctl's sentence for whoever doesn't name the two. */
    UserRoleCommand(Session session, String otherwise) {
        super(session, Forms.NO_TABLE);
        this.otherwise = otherwise;
    }

    abstract Call<Shown.WithFields> change(String user, String role);

    @Override
    final Call<Shown.WithFields> prepare() throws Failure {
        AuthArguments.require(words, 2, otherwise);
        return change(words.get(0), words.get(1));
    }
}
