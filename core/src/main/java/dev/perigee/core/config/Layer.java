package dev.perigee.core.config;

import java.util.Locale;
import java.util.Optional;

/**
 * What one source says of a cluster, among several that are laid over one another. Pure.
 *
 * @param origin which source
 * @param said what it says
 */
record Layer(Origin origin, ClusterOverrides said) {

    /** Who can say something of a cluster. */
    enum Origin {
        FLAGS,
        ENVIRONMENT,
        BLOCK
    }

    /** Whether a setting that can be at fault is from there. */
    boolean says(String key) {
        return switch (key) {
            case "endpoints" -> !said.endpoints().isEmpty();
            case "tls.cert" -> said.certificate().isPresent();
            case "tls.key" -> said.key().isPresent();
            default -> said.user().isPresent();
        };
    }

    /** The fault under the name that the setting has there; empty for the file, which names the line. */
    Optional<Problem> problem(Problem fault) {
        return switch (origin) {
            case FLAGS -> Optional.of(named("--" + name(fault.key()), "command line", fault));
            case ENVIRONMENT ->
                Optional.of(named("ETCDCTL_" + name(fault.key()).toUpperCase(Locale.ROOT), "environment", fault));
            case BLOCK -> Optional.empty();
        };
    }

    private static String name(String key) {
        return key.substring(key.indexOf('.') + 1);
    }

    private static Problem named(String key, String where, Problem fault) {
        return new Problem(key, fault.value(), fault.message(), where);
    }
}
