package dev.perigee.core.config;

import dev.perigee.etcd.client.EtcdSettings;

/** Makes settings of what flags, configuration and environment said, and of the defaults. Pure. */
public final class EtcdSettingsResolver {

    private EtcdSettingsResolver() {}

    /**
     * Fills in what is still open: {@code localhost:2379}, the default time limits. An endpoint without a scheme is
     * {@code https} if there is anything about TLS, else {@code http}.
     *
     * @param said what flags, configuration and environment said, laid over one another
     * @return settings to connect with
     * @throws ConfigException if an endpoint is no address, or a certificate lacks its key
     */
    public static EtcdSettings resolve(ClusterOverrides said) throws ConfigException {
        throw new UnsupportedOperationException("being built" + said.endpoints());
    }
}
