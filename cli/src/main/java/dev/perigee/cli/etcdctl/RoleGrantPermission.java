package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyPermission;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl role grant-permission}. */
@CommandLine.Command(
        name = "grant-permission",
        description = "Let a role read or write keys.",
        footer = {"  perigee etcdctl role grant-permission reader read /dns/ --prefix"})
public final class RoleGrantPermission extends EtcdctlCommand<Shown.WithFields> implements Changing {

    @Parameters(
            arity = "0..*",
            paramLabel = "ROLE read|write|readwrite KEY [END]",
            hideParamSyntax = true,
            description =
                    "The role, what it may do, and with which key; with END with all keys from KEY on that come before END.")
    private List<Bytes> words = List.of();

    @Option(names = "--prefix", description = "All keys that begin with KEY.")
    private boolean prefix;

    @Option(names = "--from-key", description = "KEY and all keys after it.")
    private boolean fromKey;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public RoleGrantPermission(Session session) {
        super(session, Forms.NO_TABLE);
    }

    @Override
    Call<Shown.WithFields> prepare() throws Failure {
        if (words.size() < 3) {
            throw KeyArguments.bad(
                    "role grant command requires role name, permission type, and key [endkey] as its argument");
        }
        String role = words.getFirst().text();
        KeyPermission permission = new KeyPermission(
                access(words.get(1).text()), AuthArguments.keys(words.subList(2, words.size()), prefix, fromKey));
        return target -> new Changed(
                target.ask(api -> api.auth().grantPermission(role, permission)), "Role " + role + " updated");
    }

    private static KeyPermission.Access access(String word) throws Failure {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "READ" -> KeyPermission.Access.READ;
            case "WRITE" -> KeyPermission.Access.WRITE;
            case "READWRITE" -> KeyPermission.Access.READWRITE;
            default -> throw KeyArguments.bad("invalid permission type: " + word);
        };
    }
}
