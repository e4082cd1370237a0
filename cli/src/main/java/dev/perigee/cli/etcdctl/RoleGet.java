package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyPermission;
import dev.perigee.etcd.client.KeyPermission.Access;
import dev.perigee.etcd.client.KeyRange;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl role get}. */
@CommandLine.Command(
        name = "get",
        description = "Show what a role may do.",
        footer = {"  perigee etcdctl role get reader"})
public final class RoleGet extends EtcdctlCommand<Shown.WithFields> {

    @Parameters(arity = "0..*", paramLabel = "NAME", hideParamSyntax = true, description = "The role.")
    private List<String> words = List.of();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public RoleGet(Session session) {
        super(session, Forms.NO_TABLE);
    }

    @Override
    Call<Shown.WithFields> prepare() throws Failure {
        AuthArguments.require(words, 1, "role get command requires role name as its argument");
        String name = words.getFirst();
        return target -> new Role(target.ask(api -> api.auth().role(name)), name);
    }

    record Role(Answer<List<KeyPermission>> answer, String name) implements Shown.WithFields {

        @Override
        public void simple(Lines out) {
            out.add("Role " + name);
            boolean all = name.equals("root") && answer.value().isEmpty();
            out.add("KV Read:");
            keys(out, all, Access.WRITE);
            out.add("KV Write:");
            keys(out, all, Access.READ);
        }

        private void keys(Lines out, boolean all, Access other) {
            if (all) {
                out.indented("[, <open ended>");
            }
            answer.value().stream()
                    .filter(permission -> permission.access() != other)
                    .forEach(permission -> out.indented(text(permission.keys())));
        }

        private static String text(KeyRange keys) {
            String key = keys.from().text();
            if (keys.end().length() == 0) {
                return key;
            }
            String range = AuthArguments.isOpen(keys.end())
                    ? "[" + key + ", <open ended>"
                    : "[" + key + ", " + keys.end().text() + ")";
            return isPrefix(keys) ? range + " (prefix " + key + ")" : range;
        }

        private static boolean isPrefix(KeyRange keys) {
            return keys.from().length() > 0
                    && KeyRange.prefix(keys.from()).end().equals(keys.end());
        }

        @Override
        public Object json() {
            return JsonObject.of(answer.header())
                    .unlessZero("perm", answer.value().stream().map(Role::json).toList());
        }

        private static JsonObject json(KeyPermission permission) {
            return new JsonObject()
                    .unlessZero("permType", permission.access().ordinal())
                    .unlessZero("key", permission.keys().from())
                    .unlessZero("range_end", permission.keys().end());
        }

        @Override
        public void fields(Fields out) {
            out.header(answer.header());
            for (KeyPermission permission : answer.value()) {
                out.plain("PermType", " " + permission.access());
                out.quoted("Key", permission.keys().from());
                out.quoted("RangeEnd", permission.keys().end());
            }
        }

        @Override
        public Bytes message() {
            return answer.message();
        }
    }
}
