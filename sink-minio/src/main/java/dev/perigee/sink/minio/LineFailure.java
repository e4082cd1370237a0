package dev.perigee.sink.minio;

import dev.perigee.api.SinkException.Kind;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Why no answer came from the server, as far as the exception tells, and what cures it. */
enum LineFailure {
    NO_TRUST(
            Kind.INVALID,
            "no trust in the server's certificate",
            "set ca to the certificate authority of this server, and check the endpoint's host name and the"
                    + " certificate's dates"),
    NO_TLS(Kind.INVALID, "no TLS with the server", "check whether the endpoint is http or https"),
    PROXY(Kind.DENIED, "the proxy does not let us through", "check proxy-user and proxy-password"),
    UNKNOWN_HOST(
            Kind.UNREACHABLE,
            "unknown host",
            "check the endpoint's name; with addressing = virtual-host the bucket's name stands before it"),
    BROKEN(
            Kind.UNREACHABLE,
            "the line failed",
            "check that the server runs, and that firewall and proxy let us through");

    private final Kind kind;
    private final String text;
    private final String cure;

    LineFailure(Kind kind, String text, String cure) {
        this.kind = kind;
        this.text = text;
        this.cure = cure;
    }

    static LineFailure of(IOException e) {
        if (MinioErrors.causes(e).anyMatch(LineFailure::isOfTrust)) {
            return NO_TRUST;
        }
        if (e instanceof SSLException) {
            return NO_TLS;
        }
        if (refusedByProxy(e)) {
            return PROXY;
        }
        return e instanceof UnknownHostException ? UNKNOWN_HOST : BROKEN;
    }

    private static boolean isOfTrust(Throwable cause) {
        return cause instanceof CertificateException
                || cause instanceof SSLHandshakeException
                || cause instanceof SSLPeerUnverifiedException;
    }

    /** A tunnel's refusal has no class of its own. */
    private static boolean refusedByProxy(IOException e) {
        return "Failed to authenticate with proxy".equals(e.getMessage());
    }

    Kind kind() {
        return kind;
    }

    String text() {
        return text;
    }

    String cure() {
        return cure;
    }
}
