package dev.perigee.sink.kit.words;

import dev.perigee.api.SinkException.Kind;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Why no answer came from the server, as far as the exception tells, and what cures it. */
public enum ConnectionFailure {
    /** Its certificate leads back to none that we trust. */
    NO_TRUST(
            Kind.INVALID,
            "no trust in the server's certificate",
            "set ca to the certificate authority of this server, and check the endpoint's host name and the"
                    + " certificate's dates"),
    /** It speaks something else. */
    NO_TLS(Kind.INVALID, "no TLS with the server", "check whether the endpoint is http or https"),
    /** The proxy wants a login. */
    PROXY(Kind.DENIED, "the proxy does not let us through", "check proxy-user and proxy-password"),
    /** No address for its name. */
    UNKNOWN_HOST(
            Kind.UNREACHABLE,
            "unknown host",
            "check the endpoint's name, before which the bucket's may stand, as with addressing = virtual-host, or the"
                    + " account's"),
    /** Anything else: refused, timed out, broken off. */
    BROKEN(
            Kind.UNREACHABLE,
            "the line failed",
            "check that the server runs, and that firewall and proxy let us through");

    private final Kind kind;
    private final String text;
    private final String cure;

    ConnectionFailure(Kind kind, String text, String cure) {
        this.kind = kind;
        this.text = text;
        this.cure = cure;
    }

    /**
     * Looks at what was thrown.
     *
     * @param e by the client
     * @return the sort of failure
     */
    public static ConnectionFailure of(IOException e) {
        if (Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                .limit(20)
                .anyMatch(ConnectionFailure::isOfTrust)) {
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

    /** A tunnel's refusal has no class of its own: these are the words of Java's client and of okhttp. */
    private static boolean refusedByProxy(IOException e) {
        String said = String.valueOf(e.getMessage());
        return said.equals("Failed to authenticate with proxy")
                || (said.startsWith("Unable to tunnel through proxy") && said.contains(" 407 "));
    }

    /**
     * Its kind.
     *
     * @return never null
     */
    public Kind kind() {
        return kind;
    }

    /**
     * What it is.
     *
     * @return half a sentence
     */
    public String text() {
        return text;
    }

    /**
     * What to do about it.
     *
     * @return a sentence without its full stop
     */
    public String cure() {
        return cure;
    }
}
