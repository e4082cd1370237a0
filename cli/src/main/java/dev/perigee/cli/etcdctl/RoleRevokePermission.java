package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyRange;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl role revoke-permission}. */
@CommandLine.Command(
        name = "revoke-permission",
        description = "Take from a role what it may do with keys.",
        footer = {"  perigee etcdctl role revoke-permission reader /dns/ --prefix"})
public final class RoleRevokePermission extends EtcdctlCommand<Shown.WithFields> implements Changing {

    @Parameters(
            arity = "0..*",
            paramLabel = "ROLE KEY [END]",
            hideParamSyntax = true,
            description = "The role, and the keys as they were granted.")
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
    public RoleRevokePermission(Session session) {
        super(session, Forms.NO_TABLE);
    }

    @Override
    Call<Shown.WithFields> prepare() throws Failure {
        if (words.size() < 2) {
            throw KeyArguments.bad(
                    "role revoke-permission command requires role name and key [endkey] as its argument");
        }
        String role = words.getFirst().text();
        KeyRange keys = AuthArguments.keys(words.subList(1, words.size()), prefix, fromKey);
        String line = line(role, words.get(1), keys.end());
        return target -> new Changed(target.ask(api -> api.auth().revokePermission(role, keys)), line);
    }

    private static String line(String role, Bytes key, Bytes end) {
        if (end.length() == 0) {
            return "Permission of key " + key.text() + " is revoked from role " + role;
        }
        String range = AuthArguments.isOpen(end) ? ", <open ended>" : ", " + end.text() + ")";
        return "Permission of range [" + key.text() + range + " is revoked from role " + role;
    }
}
