package dev.perigee.core.config;

import java.util.Map;

/** Reads etcdctl's environment variables. */
public final class EtcdEnvironment {

    private EtcdEnvironment() {}

    /**
     * Reads {@code ETCDCTL_ENDPOINTS, _CACERT, _CERT, _KEY, _INSECURE_SKIP_TLS_VERIFY, _USER} (also
     * {@code name:password}), {@code _PASSWORD, _DIAL_TIMEOUT} and {@code _COMMAND_TIMEOUT}; others are ignored.
     *
     * @param environment the environment variables
     * @return what they say
     * @throws ConfigException if a value can't be used
     */
    public static ClusterOverrides read(Map<String, String> environment) throws ConfigException {
        throw new UnsupportedOperationException("being built" + environment.size());
    }
}
