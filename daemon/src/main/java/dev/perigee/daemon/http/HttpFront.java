package dev.perigee.daemon.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import dev.perigee.core.config.HttpSettings;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The server: a virtual thread for each request. */
public final class HttpFront implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(HttpFront.class.getName());

    private static final int MOST_WAITING = 64;

    /** Nothing that can be asked needs a body. */
    private static final int LONGEST_BODY = 4096;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Dispatch dispatch;

    private HttpFront(HttpServer server, Dispatch dispatch) {
        this.server = server;
        this.dispatch = dispatch;
    }

    /**
     * Listens; whoever asks waits until it begins to answer.
     *
     * @param settings where and whom
     * @param answers what to
     * @return the server; close it
     * @throws OperationException INPUT_OUTPUT if nobody can listen there, BAD_CONFIGURATION if a certificate can't be used
     */
    public static HttpFront open(HttpSettings settings, Answers answers) throws OperationException {
        ServerLimits.set();
        new Tokens(settings).warn();
        try {
            HttpFront front = new HttpFront(server(settings), new Dispatch(answers.routes(), new Door(settings)));
            front.server.setExecutor(front.threads);
            front.server.createContext("/", front::handle);
            return front;
        } catch (IOException e) {
            throw new OperationException(
                    Outcome.INPUT_OUTPUT,
                    "can't listen on " + settings.host() + " port " + settings.port() + ": " + FailureWords.of(e),
                    Optional.of("choose another http.listen, or end what listens there"),
                    Optional.of(e));
        }
    }

    /** Answers from now on. */
    public void begin() {
        server.start();
        String scheme = server instanceof HttpsServer ? "https" : "http";
        LOG.log(Level.INFO, "answers on {0}://{1}", scheme, shown(address()));
    }

    private static String shown(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private static HttpServer server(HttpSettings settings) throws IOException, OperationException {
        if (settings.tls().isEmpty()) {
            return HttpServer.create(settings.address(), MOST_WAITING);
        }
        HttpsServer server = HttpsServer.create(settings.address(), MOST_WAITING);
        server.setHttpsConfigurator(ServerTls.of(settings.tls().get()));
        return server;
    }

    /**
     * Where it listens.
     *
     * @return with the port that was found, if any would do
     */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            Reply reply = tooLong(exchange) ? tooLarge() : dispatch.answer(exchange);
            send(exchange, reply);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a client went away: {0}", e.toString());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a defect while a request was answered", e);
        }
    }

    private static boolean tooLong(HttpExchange exchange) throws IOException {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        if (length != null && (length.length() > 9 || Long.parseLong(length) > LONGEST_BODY)) {
            return true;
        }
        return exchange.getRequestBody().readNBytes(LONGEST_BODY + 1).length > LONGEST_BODY;
    }

    private static Reply tooLarge() {
        return Reply.error(413, "the body is too long", "nothing that can be asked here needs one")
                .with("Connection", "close");
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", reply.type());
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        reply.headers().forEach(headers::set);
        byte[] body = reply.bytes();
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(reply.status(), head || body.length == 0 ? -1 : body.length);
        if (!head) {
            try (OutputStream out =
                    exchange.getResponseBody()) { // closing the exchange would wait for a body that is cut first
                out.write(body);
            }
        }
    }

    /** Answers nobody any more. Those that wait for a run were told before, when it ended. */
    @Override
    public void close() {
        server.stop(1); // at the most: who is just being told of an end hears it
        threads.shutdownNow();
    }

    List<Route> routes() {
        return dispatch.routes();
    }
}
