package dev.perigee.core.config;

import dev.perigee.etcd.client.Credentials;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.etcd.client.TlsSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes settings of what flags, configuration and environment said, and of the defaults. Pure. */
public final class EtcdSettingsResolver {

    private static final String LOCAL = "localhost:2379";

    private EtcdSettingsResolver() {}

    /**
     * Fills in what is still open: {@code localhost:2379}, the default time limits. An endpoint without a scheme is
     * {@code https} if a certificate is named or verification is switched off, else {@code http}. A password without a
     * user is ignored, as etcdctl ignores it.
     *
     * @param said what flags, configuration and environment said, laid over one another
     * @return settings to connect with
     * @throws ConfigException if an endpoint is no address, a certificate lacks its key, or a user the password
     */
    public static EtcdSettings resolve(ClusterOverrides said) throws ConfigException {
        List<Problem> faults = faults(said, "", "command line");
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        List<String> texts = said.endpoints().isEmpty() ? List.of(LOCAL) : said.endpoints();
        Optional<TlsSettings> tls = tls(said);
        List<URI> endpoints =
                texts.stream().map(text -> Endpoints.uri(text, tls.isPresent())).toList();
        EtcdSettings defaults = EtcdSettings.of(endpoints);
        return new EtcdSettings(
                endpoints,
                tls,
                said.user().flatMap(user -> said.password().map(password -> new Credentials(user, password))),
                said.dialTimeout().orElse(defaults.dialTimeout()),
                said.commandTimeout().orElse(defaults.commandTimeout()),
                said.idleTimeout().orElse(defaults.idleTimeout()));
    }

    /** What keeps the settings from being resolved. */
    static List<Problem> faults(ClusterOverrides said, String prefix, String where) {
        List<Problem> faults = new ArrayList<>();
        said.endpoints().stream()
                .flatMap(endpoint -> Endpoints.fault(endpoint).stream())
                .forEach(fault -> faults.add(new Problem(prefix + "endpoints", Optional.empty(), fault, where)));
        if (said.certificate().isPresent() != said.key().isPresent()) {
            String given = said.key().isPresent() ? "tls.key" : "tls.cert";
            String missing = said.key().isPresent() ? "cert" : "key";
            faults.add(new Problem(
                    prefix + given, Optional.empty(), "is given without its " + missing + "; they go together", where));
        }
        if (said.user().isPresent() && said.password().isEmpty()) {
            faults.add(new Problem(
                    prefix + "user",
                    said.user(),
                    "is given without a password; set password or password-file, or ETCDCTL_PASSWORD",
                    where));
        }
        return faults;
    }

    private static Optional<TlsSettings> tls(ClusterOverrides said) {
        boolean skip = said.insecureSkipVerify().orElse(false);
        boolean any = skip
                || said.ca().isPresent()
                || said.certificate().isPresent()
                || said.serverName().isPresent();
        return any
                ? Optional.of(new TlsSettings(said.ca(), said.certificate(), said.key(), said.serverName(), skip))
                : Optional.empty();
    }
}
