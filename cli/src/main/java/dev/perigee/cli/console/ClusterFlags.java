package dev.perigee.cli.console;

import dev.perigee.api.Secret;
import dev.perigee.core.config.ClusterOverrides;
import dev.perigee.core.config.Endpoints;
import dev.perigee.core.config.Login;
import dev.perigee.etcd.client.Password;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the options towards etcd as the configuration wants them, and asks for a password that a user lacks. */
final class ClusterFlags {

    private ClusterFlags() {}

    static ClusterOverrides of(Session session) throws Failure {
        GlobalOptions options = session.options();
        Optional<Login> login = login(session);
        return new ClusterOverrides(
                endpoints(options),
                options.caCert(),
                options.cert(),
                options.key(),
                Optional.empty(),
                options.insecureSkipTlsVerify() ? Optional.of(true) : Optional.empty(),
                login.map(Login::user),
                password(session, login).map(Password::of),
                span("--dial-timeout", options.dialTimeout()),
                span("--command-timeout", options.commandTimeout()),
                Optional.empty());
    }

    private static List<String> endpoints(GlobalOptions options) throws Failure {
        List<String> endpoints = Endpoints.split(options.endpoints());
        if (endpoints.isEmpty() && !options.endpoints().isEmpty()) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--endpoints is empty")
                    .withHint("leave it out for the configuration's, or for localhost:2379; or name the members");
        }
        return endpoints;
    }

    private static Optional<Login> login(Session session) {
        boolean passwordApart = session.options().password().isPresent() || inEnvironment(session);
        return session.options().user().map(user -> Login.parse(user, passwordApart));
    }

    private static boolean inEnvironment(Session session) {
        return !session.environment().getOrDefault("ETCDCTL_PASSWORD", "").isEmpty();
    }

    /** {@code --password}, else what stands behind the colon of {@code --user}, else what a terminal answers. */
    private static Optional<Secret> password(Session session, Optional<Login> login) throws Failure {
        GlobalOptions options = session.options();
        Optional<Secret> given = options.password().map(Secret::of).or(() -> login.flatMap(Login::password));
        boolean asked = given.isEmpty()
                && login.isPresent()
                && !inEnvironment(session)
                && session.terminal().canAsk();
        if (!asked) {
            return given;
        }
        return session.terminal()
                .askSecret("Password of etcd's user " + login.get().user());
    }

    private static Optional<Duration> span(String option, Optional<String> text) throws Failure {
        return text.isEmpty() ? Optional.empty() : Optional.of(Durations.parse(option, text.get()));
    }
}
