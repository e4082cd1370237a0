package dev.perigee.core.config;

import dev.perigee.api.SinkSettings;
import dev.perigee.core.source.CompareSettings;
import dev.perigee.etcd.client.Password;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a {@code clusters} block. */
final class ClusterReader {

    private static final List<String> TLS =
            List.of("tls.ca", "tls.cert", "tls.key", "tls.server-name", "tls.insecure-skip-verify");

    private static final String NO_ENDPOINT = "is empty; leave it out for localhost:2379, or name the members";

    private ClusterReader() {}

    static ClusterOverrides read(Block block) {
        ClusterOverrides said = new ClusterOverrides(
                endpoints(block),
                block.path("tls.ca"),
                block.path("tls.cert"),
                block.path("tls.key"),
                block.said("tls.server-name"),
                block.optional("tls.insecure-skip-verify", from -> from.flag("tls.insecure-skip-verify", false)),
                block.said("user"),
                password(block),
                block.span("dial-timeout"),
                block.span("command-timeout"),
                block.span("idle-timeout"));
        schemes(block, said.endpoints());
        block.refuseUnknown(Set.of());
        return said;
    }

    /** What is meant to be encrypted must not go in the clear because of a letter. */
    private static void schemes(Block block, List<String> endpoints) {
        long plain =
                endpoints.stream().filter(text -> text.startsWith("http://")).count();
        if (plain > 0 && endpoints.stream().anyMatch(text -> text.startsWith("https://"))) {
            block.problem(
                    "endpoints",
                    "has both http:// and https://: to some members all would go in the clear; write all alike");
        }
        if (plain > 0 && plain == endpoints.size()) {
            TLS.stream()
                    .filter(block::has)
                    .forEach(key -> block.problem(
                            key,
                            "is given, but every endpoint is http://, so that nothing is encrypted; write https://"));
        }
    }

    /** Before {@link #read}, which refuses what nobody has asked for. */
    static CompareSettings compare(Block block) {
        return new CompareSettings(
                block.read(CompareSettings.DEFAULT.on(), from -> from.flag("compare", CompareSettings.DEFAULT.on())),
                block.span("compare-timeout").orElse(CompareSettings.DEFAULT.timeout()));
    }

    private static List<String> endpoints(Block block) {
        List<String> endpoints = Endpoints.split(block.texts("endpoints", NO_ENDPOINT));
        if (block.has("endpoints") && endpoints.isEmpty()) {
            block.problem("endpoints", NO_ENDPOINT);
        }
        List<String> faults = endpoints.stream()
                .flatMap(endpoint -> Endpoints.fault(endpoint).stream())
                .toList();
        faults.forEach(fault -> block.problem("endpoints", fault));
        return faults.isEmpty() ? endpoints : List.of();
    }

    private static Optional<Password> password(Block block) {
        Optional<Password> password = block.read(Optional.empty(), ClusterReader::password);
        if (password.isPresent() && !block.has("user")) {
            block.problem("password", "is given without a user");
        }
        return password;
    }

    private static Optional<Password> password(SinkSettings from) {
        return from.secret("password")
                .map(now -> from.path("password-file")
                        .map(file -> PasswordFile.of(file, now))
                        .orElseGet(() -> Password.of(now)));
    }
}
