package dev.perigee.etcd.client;

import dev.perigee.etcd.client.EtcdException.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/** Says why there is no connection, from the exceptions underneath. */
final class TransportFailure {

    private record Finding(Kind kind, String text) {}

    private TransportFailure() {}

    static EtcdException of(URI endpoint, String what, Throwable cause) {
        Finding finding = find(endpoint, cause);
        return new EtcdException(finding.kind(), endpoint, endpoint + ": " + what + ": " + finding.text(), cause);
    }

    /** The deepest cause that we know says most. */
    private static Finding find(URI endpoint, Throwable cause) {
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        Finding finding =
                new Finding(Kind.UNREACHABLE, "the connection was lost (" + text + ")" + schemeHint(endpoint));
        for (Throwable t = cause; t != null; t = t.getCause()) {
            finding = refine(endpoint, t, finding);
        }
        return finding;
    }

    private static Finding refine(URI endpoint, Throwable t, Finding sofar) {
        return switch (t) {
            case UnknownHostException e ->
                new Finding(Kind.UNREACHABLE, "there is no host '" + host(endpoint) + "'; check the name and the DNS");
            case ConnectTimeoutException e ->
                new Finding(
                        Kind.UNREACHABLE,
                        "no answer to the connection attempt; is the host up, or does a firewall drop it?");
            case NoRouteToHostException e -> new Finding(Kind.UNREACHABLE, "there is no route to the host");
            case SocketException e
            when String.valueOf(endpoint.getScheme()).startsWith("unix") ->
                new Finding(
                        Kind.UNREACHABLE,
                        "nobody listens there (" + e.getMessage()
                                + "); is etcd running, and is the socket's path right?");
            case ConnectException e ->
                new Finding(
                        Kind.UNREACHABLE,
                        "nobody listens there (connection refused); is etcd running, and is the port right?");
            case CertificateExpiredException e ->
                new Finding(Kind.TLS, "the member's certificate has expired; renew it (" + e.getMessage() + ")");
            case CertificateNotYetValidException e ->
                new Finding(
                        Kind.TLS,
                        "the member's certificate isn't valid yet; is this machine's clock right? (" + e.getMessage()
                                + ")");
            case CertPathBuilderException e ->
                new Finding(
                        Kind.TLS,
                        "the member's certificate isn't signed by the trusted CA; give the CA's file that belongs to this cluster");
            case CertificateException e -> certificate(e, sofar);
            case NotSslRecordException e ->
                new Finding(Kind.TLS, "the port doesn't speak TLS; is http:// meant, or another port?");
            case SSLException e -> tls(e, sofar);
            case Http2Exception e -> http2(e);
            default -> sofar;
        };
    }

    private static String host(URI endpoint) {
        return EndpointAddress.of(endpoint).orElse(null) instanceof EndpointAddress.Host host
                ? host.name()
                : endpoint.toString();
    }

    /** A member that expects the other scheme hangs up without a word. */
    static String schemeHint(URI endpoint) {
        return EndpointAddress.of(endpoint).filter(EndpointAddress::tls).isPresent()
                ? "; if it doesn't speak TLS, write http://"
                : "; if it wants TLS, write https://";
    }

    private static Finding certificate(CertificateException e, Finding sofar) {
        String text = String.valueOf(e.getMessage());
        return text.startsWith("No ")
                ? new Finding(
                        Kind.TLS,
                        "the member's certificate is made out to another name (" + text
                                + "); use the name in it as the endpoint, or give it as the server name")
                : new Finding(
                        Kind.TLS,
                        sofar.kind() == Kind.TLS ? sofar.text() : "the member's certificate is no good (" + text + ")");
    }

    private static Finding tls(SSLException e, Finding sofar) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("fatal alert")) {
            return new Finding(
                    Kind.TLS,
                    "the member refuses our side of TLS (" + text
                            + "); it may want a client certificate, or one signed by the CA it trusts");
        }
        return sofar.kind() == Kind.TLS ? sofar : new Finding(Kind.TLS, "TLS failed (" + text + ")");
    }

    private static Finding http2(Http2Exception e) {
        String text = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new Finding(
                Kind.NOT_ETCD,
                "something answers there that isn't etcd's client port, or wants https:// (" + text + ")");
    }
}
