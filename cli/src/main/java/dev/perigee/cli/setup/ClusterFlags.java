package dev.perigee.cli.setup;

import dev.perigee.api.Secret;
import dev.perigee.cli.console.Durations;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.GlobalOptions;
import dev.perigee.core.config.ClusterOverrides;
import java.time.Duration;
import java.util.Optional;

/** Reads the options towards etcd as the configuration wants them. Pure. */
final class ClusterFlags {

    private ClusterFlags() {}

    static ClusterOverrides of(GlobalOptions options) throws Failure {
        return new ClusterOverrides(
                options.endpoints(),
                options.caCert(),
                options.cert(),
                options.key(),
                Optional.empty(),
                options.insecureSkipTlsVerify() ? Optional.of(true) : Optional.empty(),
                options.user().map(ClusterFlags::name),
                password(options),
                span("--dial-timeout", options.dialTimeout()),
                span("--command-timeout", options.commandTimeout()),
                Optional.empty());
    }

    private static String name(String user) {
        int colon = user.indexOf(':');
        return colon < 0 ? user : user.substring(0, colon);
    }

    /** {@code --password} counts; else what stands behind the colon of {@code --user}. */
    private static Optional<Secret> password(GlobalOptions options) {
        Optional<String> behindColon =
                options.user().filter(user -> user.contains(":")).map(user -> user.substring(user.indexOf(':') + 1));
        return options.password().or(() -> behindColon).map(Secret::of);
    }

    private static Optional<Duration> span(String option, Optional<String> text) throws Failure {
        return text.isEmpty() ? Optional.empty() : Optional.of(Durations.parse(option, text.get()));
    }
}
