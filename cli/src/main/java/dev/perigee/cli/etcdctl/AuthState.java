package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.AuthStatus;
import dev.perigee.etcd.client.Bytes;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** {@code perigee etcdctl auth status}. */
@CommandLine.Command(
        name = "status",
        description = "Show whether users have to log in.",
        footer = {"  perigee etcdctl auth status"})
public final class AuthState extends EtcdctlCommand<Shown> {

    @Mixin
    private final NoWords none = new NoWords();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public AuthState(Session session) {
        super(session, Forms.SIMPLE_AND_JSON);
    }

    @Override
    Call<Shown> prepare() throws Failure {
        none.require("auth status command does not accept any arguments");
        return target -> new State(target.ask(api -> api.auth().status()));
    }

    private record State(Answer<AuthStatus> answer) implements Shown {

        @Override
        public void simple(Lines out) {
            out.add("Authentication Status: " + answer.value().enabled());
            out.add("AuthRevision: " + Long.toUnsignedString(answer.value().revision()));
        }

        @Override
        public Object json() {
            return JsonObject.of(answer.header())
                    .unlessZero("enabled", answer.value().enabled())
                    .unlessZero(
                            "authRevision", JsonObject.unsigned(answer.value().revision()));
        }

        @Override
        public Bytes message() {
            return answer.message();
        }
    }
}
