package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl user get}. */
@CommandLine.Command(
        name = "get",
        description = "Show which roles a user has.",
        footer = {"  perigee etcdctl user get ops --detail"})
public final class UserGet extends EtcdctlCommand<Shown> {

    @Parameters(arity = "0..*", paramLabel = "NAME", hideParamSyntax = true, description = "The user.")
    private List<String> words = List.of();

    @Option(names = "--detail", description = "Also what each of them may do.")
    private boolean detail;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public UserGet(Session session) {
        super(session, Forms.PLAIN);
    }

    @Override
    Call<Shown> prepare() throws Failure {
        AuthArguments.require(words, 1, "user get command requires user name as its argument");
        String name = words.getFirst();
        Format format = format();
        if (detail) {
            Forms.Form<Shown.WithFields> form = Forms.form(Forms.NO_TABLE, format);
            return target -> details(target, name, form);
        }
        Forms.Form<Shown> form = Forms.form(Forms.SIMPLE_AND_JSON, format);
        return target -> {
            session.terminal()
                    .data(form.of(new Roles(target.ask(api -> api.auth().user(name)), name), hex()));
            return PlainText.of();
        };
    }

    /** etcdctl writes the user's name whatever form is asked for, and each role as 'role get' does. */
    private Shown details(Target target, String name, Forms.Form<Shown.WithFields> form) throws EtcdException, Failure {
        List<String> roles = target.ask(api -> api.auth().user(name)).value();
        session.terminal().lines(List.of("User: " + name));
        for (String role : roles) {
            session.terminal().data("\n".getBytes(StandardCharsets.UTF_8));
            session.terminal()
                    .data(form.of(new RoleGet.Role(target.ask(api -> api.auth().role(role)), role), hex()));
        }
        return PlainText.of();
    }

    private record Roles(Answer<List<String>> answer, String name) implements Shown {

        @Override
        public void simple(Lines out) {
            out.add("User: " + name);
            out.add("Roles:" + answer.value().stream().map(role -> " " + role).reduce("", String::concat));
        }

        @Override
        public Object json() {
            return JsonObject.of(answer.header()).unlessZero("roles", answer.value());
        }

        @Override
        public Bytes message() {
            return answer.message();
        }
    }
}
