package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.core.words.FailureWords;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.naming.NamingException;
import picocli.CommandLine.Option;

/** The options by which endpoints are found in the DNS, as etcdctl finds them. */
final class DiscoveryOptions {

    private static final String SERVICE = "etcd-client";

    @Option(
            names = {"-d", "--discovery-srv"},
            paramLabel = "DOMAIN",
            description =
                    "Take the endpoints that the domain's service records name: _etcd-client-ssl._tcp, _etcd-client._tcp.")
    private String domain = "";

    @Option(names = "--discovery-srv-name", paramLabel = "NAME", description = "Look for etcd-client-NAME instead.")
    private String name = "";

    @Option(
            names = "--insecure-discovery",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            hideParamSyntax = true,
            description = "Also endpoints without TLS. Default: true.")
    private boolean insecure = true;

    /**
     * The endpoints found.
     *
     * @return those with TLS first; empty if nobody asked for them, or none fits
     * @throws Failure if there are no such records
     */
    List<URI> endpoints(Session session) throws Failure {
        String where = or(domain, "DISCOVERY_SRV", session);
        if (where.isEmpty()) {
            return List.of();
        }
        String ending = or(name, "DISCOVERY_SRV_NAME", session);
        String tail = ending.isEmpty() ? "" : "-" + ending;
        List<String> missing = new ArrayList<>();
        List<URI> found = new ArrayList<>(look(SERVICE + "-ssl" + tail, where, "https", missing));
        List<URI> plain = look(SERVICE + tail, where, "http", missing);
        if (missing.size() == 2) {
            throw Failure.of(ExitCode.ERROR, "the DNS names no endpoint: " + String.join("; ", missing))
                    .withHint("'dig SRV _etcd-client._tcp." + where + "' asks the same; --endpoints names them");
        }
        if (insecure) {
            found.addAll(plain);
        } else {
            plain.forEach(endpoint -> session.warn("ignoring discovered insecure endpoint " + endpoint));
        }
        return found;
    }

    private static List<URI> look(String service, String domain, String scheme, List<String> missing) {
        try {
            return ServiceRecords.of(service, domain).stream()
                    .map(address -> URI.create(scheme + "://" + address))
                    .toList();
        } catch (NamingException | IllegalArgumentException e) {
            missing.add("_" + service + "._tcp." + domain + ": " + FailureWords.of(e));
            return List.of();
        }
    }

    private static String or(String option, String variable, Session session) {
        return option.isEmpty() ? session.environment().getOrDefault("ETCDCTL_" + variable, "") : option;
    }
}
