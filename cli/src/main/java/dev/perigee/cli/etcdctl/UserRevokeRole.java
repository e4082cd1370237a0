package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Session;
import picocli.CommandLine;

/** {@code perigee etcdctl user revoke-role}. */
@CommandLine.Command(
        name = "revoke-role",
        description = "Take a role from a user.",
        footer = {"  perigee etcdctl user revoke-role ops reader"})
public final class UserRevokeRole extends UserRoleCommand {

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public UserRevokeRole(Session session) {
        super(session, "user revoke-role requires user name and role name as its argument");
    }

    @Override
    Call<Shown.WithFields> change(String user, String role) {
        return target -> new Changed(
                target.ask(api -> api.auth().revokeRole(user, role)), "Role " + role + " is revoked from user " + user);
    }
}
