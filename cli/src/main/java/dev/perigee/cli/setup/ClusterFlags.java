package dev.perigee.cli.setup;

import dev.perigee.api.Secret;
import dev.perigee.cli.console.Durations;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.GlobalOptions;
import dev.perigee.cli.console.Session;
import dev.perigee.core.config.ClusterOverrides;
import java.time.Duration;
import java.util.Optional;

/** Reads the options towards etcd as the configuration wants them, and asks for a password that a user lacks. */
final class ClusterFlags {

    private ClusterFlags() {}

    static ClusterOverrides of(Session session) throws Failure {
        GlobalOptions options = session.options();
        return new ClusterOverrides(
                options.endpoints(),
                options.caCert(),
                options.cert(),
                options.key(),
                Optional.empty(),
                options.insecureSkipTlsVerify() ? Optional.of(true) : Optional.empty(),
                options.user().map(ClusterFlags::name),
                password(session),
                span("--dial-timeout", options.dialTimeout()),
                span("--command-timeout", options.commandTimeout()),
                Optional.empty());
    }

    private static String name(String user) {
        int colon = user.indexOf(':');
        return colon < 0 ? user : user.substring(0, colon);
    }

    /** {@code --password}, else what stands behind the colon of {@code --user}, else what a terminal answers. */
    private static Optional<Secret> password(Session session) throws Failure {
        GlobalOptions options = session.options();
        if (options.password().isPresent() || options.user().isEmpty()) {
            return options.password().map(Secret::of);
        }
        String user = options.user().get();
        if (user.contains(":")) {
            return Optional.of(Secret.of(user.substring(user.indexOf(':') + 1)));
        }
        boolean inEnvironment =
                !session.environment().getOrDefault("ETCDCTL_PASSWORD", "").isEmpty();
        if (inEnvironment || !session.terminal().canAsk()) {
            return Optional.empty();
        }
        Optional<Secret> typed = session.terminal().askSecret("Password of etcd's user " + user);
        typed.ifPresent(password -> options.takePassword(password.reveal())); // some commands read them twice
        return typed;
    }

    private static Optional<Duration> span(String option, Optional<String> text) throws Failure {
        return text.isEmpty() ? Optional.empty() : Optional.of(Durations.parse(option, text.get()));
    }
}
