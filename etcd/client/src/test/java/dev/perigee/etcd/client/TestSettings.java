package dev.perigee.etcd.client;

import dev.perigee.api.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Settings with one thing other than usual. */
final class TestSettings {

    private static final EtcdSettings USUAL = EtcdSettings.of(List.of(URI.create("http://unused")));

    private TestSettings() {}

    static EtcdSettings with(TlsSettings tls) {
        return settings(Optional.of(tls), Optional.empty());
    }

    static EtcdSettings with(String user, String password) {
        return settings(Optional.empty(), Optional.of(new Credentials(user, Secret.of(password))));
    }

    static EtcdSettings with(String user, Password password) {
        return settings(Optional.empty(), Optional.of(new Credentials(user, password)));
    }

    private static EtcdSettings settings(Optional<TlsSettings> tls, Optional<Credentials> credentials) {
        return new EtcdSettings(
                USUAL.endpoints(), tls, credentials, USUAL.dialTimeout(), USUAL.commandTimeout(), USUAL.idleTimeout());
    }
}
