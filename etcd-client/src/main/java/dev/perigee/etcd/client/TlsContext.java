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
import java.util.Optional;

/** Turns the TLS settings into what netty wants. Reads the files anew each time: certificates are rotated under a daemon. */
final class TlsContext {

    private TlsContext() {}

    static SslContext of(Optional<TlsSettings> settings, URI endpoint) throws EtcdException {
        SslContextBuilder builder = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK);
        try {
            if (settings.isPresent()) {
                apply(settings.get(), builder);
            }
            return builder.build();
        } catch (IOException e) {
            throw new EtcdException(Kind.SETTINGS, endpoint, endpoint + ": " + e.getMessage(), e);
        }
    }

    private static void apply(TlsSettings settings, SslContextBuilder builder) throws IOException {
        if (settings.insecureSkipVerify()) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (settings.ca().isPresent()) {
            builder.trustManager(PemFile.certificates(settings.ca().get()));
        }
        if (settings.certificate().isPresent() && settings.key().isPresent()) {
            Path key = settings.key().get();
            builder.keyManager(
                    PemFile.privateKey(key),
                    PemFile.certificates(settings.certificate().get()));
        }
    }
}
