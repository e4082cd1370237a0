package dev.perigee.cli.console;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that stand before or after any command. Those towards etcd have etcdctl's names. */
public final class GlobalOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The configuration. Else PERIGEE_CONFIG, /etc/perigee/perigee.conf, or the installation's"
                    + " conf/perigee.conf; none at all is fine.")
    private @Nullable Path config;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Where local backups, the spool and the cache live. Else PERIGEE_STATE_DIR, else"
                    + " state-dir of the configuration, else /data.")
    private @Nullable Path stateDir;

    @Option(
            names = {"-w", "--write-out"},
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            description = "simple, table, json or fields, as far as the command has them; etcdctl's also protobuf.")
    private @Nullable String format;

    @Option(
            names = "--quiet",
            scope = ScopeType.INHERIT,
            description =
                    "Nothing on success but the data that was asked for, and warnings: no progress, no report of what was"
                            + " done (with -w it comes).")
    private boolean quiet;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Say more, with stack traces.")
    private boolean debug;

    @Option(
            names = "--no-color",
            scope = ScopeType.INHERIT,
            description = "No colours, also on a terminal. So does the variable NO_COLOR.")
    private boolean noColor;

    @Option(
            names = "--endpoints",
            paramLabel = "URL,...",
            hideParamSyntax = true,
            split = ",",
            scope = ScopeType.INHERIT,
            description = "etcd's client URLs. Without a configuration: 127.0.0.1:2379.")
    private List<String> endpoints = List.of();

    @Option(names = "--cacert", paramLabel = "FILE", scope = ScopeType.INHERIT, description = "CAs to trust, PEM.")
    private @Nullable Path caCert;

    @Option(names = "--cert", paramLabel = "FILE", scope = ScopeType.INHERIT, description = "Our certificate, PEM.")
    private @Nullable Path cert;

    @Option(names = "--key", paramLabel = "FILE", scope = ScopeType.INHERIT, description = "Its private key, PEM.")
    private @Nullable Path key;

    @Option(
            names = "--user",
            paramLabel = "NAME[:PASSWORD]",
            scope = ScopeType.INHERIT,
            description = "etcd's user. A password here is seen by every user of this machine: better the configuration"
                    + " or ETCDCTL_PASSWORD.")
    private @Nullable String user;

    @Option(names = "--password", paramLabel = "PASSWORD", scope = ScopeType.INHERIT, description = "Its password.")
    private @Nullable String password;

    @Option(
            names = "--insecure-skip-tls-verify",
            scope = ScopeType.INHERIT,
            description = "Accept any certificate of etcd's.")
    private boolean insecureSkipTlsVerify;

    @Option(
            names = "--dial-timeout",
            paramLabel = "TIME",
            scope = ScopeType.INHERIT,
            description = "How long to wait for a connection to etcd. Default: 2s.")
    private @Nullable String dialTimeout;

    @Option(
            names = "--command-timeout",
            paramLabel = "TIME",
            scope = ScopeType.INHERIT,
            description = "How long to wait for an answer of etcd's. Default: 5s.")
    private @Nullable String commandTimeout;

    /** {@code --config}. */
    public Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    /** {@code --state-dir}. */
    public Optional<Path> stateDir() {
        return Optional.ofNullable(stateDir);
    }

    /** {@code -w}. */
    public Optional<String> format() {
        return Optional.ofNullable(format);
    }

    /** {@code --quiet}. */
    public boolean quiet() {
        return quiet;
    }

    /** {@code --debug}. */
    public boolean debug() {
        return debug;
    }

    /** {@code --no-color}. */
    public boolean noColor() {
        return noColor;
    }

    /** {@code --endpoints}, as given. */
    public List<String> endpoints() {
        return endpoints;
    }

    /** {@code --cacert}. */
    public Optional<Path> caCert() {
        return Optional.ofNullable(caCert);
    }

    /** {@code --cert}. */
    public Optional<Path> cert() {
        return Optional.ofNullable(cert);
    }

    /** {@code --key}. */
    public Optional<Path> key() {
        return Optional.ofNullable(key);
    }

    /** {@code --user}, possibly with the password behind a colon. */
    public Optional<String> user() {
        return Optional.ofNullable(user);
    }

    /** {@code --password}. */
    public Optional<String> password() {
        return Optional.ofNullable(password);
    }

    /** {@code --insecure-skip-tls-verify}. */
    public boolean insecureSkipTlsVerify() {
        return insecureSkipTlsVerify;
    }

    /** {@code --dial-timeout}, as given. */
    public Optional<String> dialTimeout() {
        return Optional.ofNullable(dialTimeout);
    }

    /** {@code --command-timeout}, as given. */
    public Optional<String> commandTimeout() {
        return Optional.ofNullable(commandTimeout);
    }
}
