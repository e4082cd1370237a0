package dev.perigee.daemon.unreached;

import dev.perigee.core.words.FailureWords;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a server couldn't be asked, by what Java's HTTP client throws. No text of it holds a part of the URL. */
public enum Unreached {
    /** No process has the port. */
    NOBODY_LISTENS("nobody listens there (connection refused)"),
    /** The name means nothing. */
    NO_SUCH_HOST("there is no such host; check the name and the DNS"),
    /** Not even a refusal. */
    NO_ANSWER("no answer to the connection attempt; is the host up, or does a firewall drop it?"),
    /** Nobody whom we trust signed its certificate. */
    UNKNOWN_AUTHORITY("its certificate isn't signed by an authority that is trusted here"),
    /** Its certificate is another server's, or has expired. */
    BAD_CERTIFICATE("its certificate is no good"),
    /** We spoke TLS, and it doesn't. */
    NO_TLS("it doesn't speak TLS: use http, or another port"),
    /** The connection stood, and came to nothing: so does one without TLS where TLS is spoken. */
    HUNG_UP("it hangs up without an answer of HTTP"),
    /** Something else. */
    OTHER("the connection failed");

    private final String text;

    Unreached(String text) {
        this.text = text;
    }

    /**
     * The end of a sentence.
     *
     * @return what happened
     */
    public String text() {
        return text;
    }

    /**
     * Finds out; the deepest cause that is known says most.
     *
     * @param thrown by the client, with its causes
     * @return {@link #OTHER} if none of it is known
     */
    public static Unreached of(@Nullable Throwable thrown) {
        return Stream.iterate(thrown, e -> e != null, Throwable::getCause)
                .limit(20) // causes may go round
                .map(Unreached::one)
                .reduce(OTHER, (before, next) -> next == OTHER ? before : next);
    }

    private static Unreached one(Throwable e) {
        return switch (e) {
            case UnknownHostException _ -> NO_SUCH_HOST;
            case UnresolvedAddressException _ -> NO_SUCH_HOST;
            case HttpConnectTimeoutException _ -> NO_ANSWER;
            case ConnectException refused when isRefused(refused) -> NOBODY_LISTENS;
            case CertPathBuilderException _ -> UNKNOWN_AUTHORITY;
            case CertificateException _ -> BAD_CERTIFICATE;
            case SSLException tls when FailureWords.of(tls).contains("nrecognized SSL message") -> NO_TLS;
            case ProtocolException _ -> HUNG_UP;
            case EOFException _ -> HUNG_UP;
            default ->
                FailureWords.of(e).matches(".*(received no bytes|Invalid status line|Connection reset).*")
                        ? HUNG_UP
                        : OTHER;
        };
    }

    /** Java's client says nothing of a refusal, and of others what the system says. */
    private static boolean isRefused(ConnectException e) {
        return FailureWords.areMissing(e) || FailureWords.of(e).contains("refused");
    }
}
