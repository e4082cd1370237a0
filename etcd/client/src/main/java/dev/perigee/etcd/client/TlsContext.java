package dev.perigee.etcd.client;

import dev.perigee.etcd.client.EtcdException.Kind;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Turns the TLS settings into what netty wants. Reads the files anew each time: certificates are rotated under a daemon. */
final class TlsContext {

    private TlsContext() {}

    static SslContext of(Optional<TlsSettings> settings, URI endpoint) throws EtcdException {
        SslContextBuilder builder = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK);
        try {
            trust(settings, endpoint, builder);
            if (settings.isPresent()) {
                showOwn(settings.get(), builder);
            }
            return builder.build();
        } catch (IOException e) {
            throw new EtcdException(Kind.SETTINGS, endpoint, endpoint + ": " + e.getMessage(), e);
        }
    }

    private static void trust(Optional<TlsSettings> settings, URI endpoint, SslContextBuilder builder)
            throws IOException {
        Optional<Path> file = settings.flatMap(TlsSettings::ca);
        Optional<X509Certificate[]> authorities =
                file.isEmpty() ? Optional.empty() : Optional.of(PemFile.certificates(file.get()));
        Optional<String> name = settings.flatMap(TlsSettings::serverName).or(() -> host(endpoint));
        if (settings.filter(TlsSettings::insecureSkipVerify).isPresent()) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (name.isPresent() && name.get().indexOf('_') >= 0) {
            builder.trustManager(UnderscoredName.of(name.get(), authorities));
        } else if (authorities.isPresent()) {
            builder.trustManager(authorities.get());
        }
    }

    private static Optional<String> host(URI endpoint) {
        return EndpointAddress.of(endpoint).flatMap(address -> switch (address) {
            case EndpointAddress.Host host -> Optional.of(host.name());
            case EndpointAddress.Socket _ -> Optional.empty();
        });
    }

    private static void showOwn(TlsSettings settings, SslContextBuilder builder) throws IOException {
        if (settings.certificate().isPresent() && settings.key().isPresent()) {
            Path certificate = settings.certificate().get();
            PrivateKey key = PemFile.privateKey(settings.key().get());
            builder.keyManager(
                    key, KeyPairing.chain(key, settings.key().get(), PemFile.certificates(certificate), certificate));
        }
    }
}
