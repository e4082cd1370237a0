package dev.perigee.daemon.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import dev.perigee.core.config.HttpSettings;
import dev.perigee.core.config.HttpSettings.HttpTls;
import dev.perigee.core.config.HttpSettings.Right;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Lets in who may come in. A browser that some other site sends here must not get in, whatever it brings along by itself. */
final class Door {

    private final HttpSettings settings;
    private final Tokens tokens;

    Door(HttpSettings settings) {
        this.settings = settings;
        this.tokens = new Tokens(settings);
    }

    void admit(HttpExchange exchange, Route route) throws Refused {
        refuseStrangeHost(exchange);
        if (route.access() == Route.Access.ANYBODY) {
            return;
        }
        boolean writes = route.access() == Route.Access.OPERATOR;
        if (writes) {
            refuseOtherOrigins(exchange);
        }
        if (writes || settings.asksReaders()) {
            require(rightOf(exchange), writes);
        }
    }

    private void require(Optional<Right> right, boolean writes) throws Refused {
        if (right.isEmpty()) {
            String which = writes ? "an operate token" : "a token";
            throw new Refused(Reply.error(
                            401,
                            "this needs " + which,
                            "send 'Authorization: Bearer TOKEN'; http.operate-tokens and"
                                    + " http.read-tokens in the configuration name the files that have them")
                    .with("WWW-Authenticate", "Bearer realm=\"perigee\""));
        }
        if (writes && right.get() != Right.OPERATE) {
            throw new Refused(403, "this may look, and no more", "use one of http.operate-tokens");
        }
    }

    private Optional<Right> rightOf(HttpExchange exchange) {
        List<String> headers = exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
        if (headers.size() == 1 && headers.getFirst().regionMatches(true, 0, "Bearer ", 0, 7)) {
            return tokens.rightOf(headers.getFirst().substring(7).strip());
        }
        return headers.isEmpty() ? rightOfCertificate(exchange) : Optional.empty();
    }

    private Optional<Right> rightOfCertificate(HttpExchange exchange) {
        Optional<HttpTls> asked =
                settings.tls().filter(tls -> tls.clientAuthorities().isPresent());
        try {
            if (asked.isPresent() && exchange instanceof HttpsExchange secured) {
                secured.getSSLSession().getPeerCertificates();
                return asked.map(HttpTls::clientsMay);
            }
            return Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    /** Where nobody is asked for a token, a name that another site made point here must not be taken for ours. */
    private void refuseStrangeHost(HttpExchange exchange) throws Refused {
        List<String> hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of());
        if (hosts.size() != 1) {
            throw new Refused(400, "there must be one Host", "");
        }
        if (!settings.asksReaders() && !isOurs(hosts.getFirst())) {
            throw new Refused(421, "this isn't '" + hosts.getFirst() + "'", "ask for localhost, or use read tokens");
        }
    }

    private static boolean isOurs(String host) {
        return host.toLowerCase(Locale.ROOT).matches("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");
    }

    /** Browsers add a client's certificate by themselves, but always say who sends them. */
    private static void refuseOtherOrigins(HttpExchange exchange) throws Refused {
        String site = exchange.getRequestHeaders().getFirst("Sec-Fetch-Site");
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        String host = exchange.getRequestHeaders().getFirst("Host");
        boolean elsewhere = site != null && !site.equals("same-origin") && !site.equals("none");
        boolean other = origin != null && !origin.equals("http://" + host) && !origin.equals("https://" + host);
        if (elsewhere || other) {
            throw new Refused(403, "another site's page may not do that", "");
        }
    }
}
