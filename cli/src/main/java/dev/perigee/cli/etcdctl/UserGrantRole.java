package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Session;
import picocli.CommandLine;

/** {@code perigee etcdctl user grant-role}. */
@CommandLine.Command(
        name = "grant-role",
        description = "Give a user a role.",
        footer = {"  perigee etcdctl user grant-role ops reader"})
public final class UserGrantRole extends UserRoleCommand {

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public UserGrantRole(Session session) {
        super(session, "user grant command requires user name and role name as its argument");
    }

    @Override
    Call<Shown.WithFields> change(String user, String role) {
        return target -> new Changed(
                target.ask(api -> api.auth().grantRole(user, role)), "Role " + role + " is granted to user " + user);
    }
}
