package dev.perigee.sink.kit.connect;

import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.call.Closing;
import dev.perigee.sink.kit.words.Quoted;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Servers that people take for a store, because they listen next door. */
public final class ForeignServer {

    private ForeignServer() {}

    /**
     * Refuses the answer of a server that is known to be none.
     *
     * @param status the answer's
     * @param server its header {@code Server}
     * @param location its header {@code Location}
     * @throws SinkException INVALID if it is one
     */
    public static void refuse(int status, Optional<String> server, Optional<String> location) throws SinkException {
        boolean named = server.filter(name -> name.toLowerCase(Locale.ROOT).contains("minio console"))
                .isPresent();
        boolean toSignedRequests = status == 400 && location.isPresent(); // it points at the API and says no more
        if (named || toSignedRequests) {
            throw new SinkException(
                    SinkException.Kind.INVALID,
                    Optional.empty(),
                    "MinIO's console answers there, which is for browsers",
                    Optional.of("set endpoint to the port of MinIO's S3 API: 9000, if nobody has changed it"),
                    Optional.empty());
        }
    }

    /**
     * What a request's address has to have in common with the endpoint's.
     *
     * @param url of http or https
     * @return scheme, host and port; for an address without a host, something that no other address has in common
     */
    public static String origin(URI url) {
        try {
            InetSocketAddress server = ServerAddress.unresolved(url);
            return (url.getScheme() + "://" + server.getHostString() + ":" + server.getPort()).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "nowhere: " + url;
        }
    }

    /**
     * Refuses to follow an answer elsewhere. Without an address an answer leads nowhere: some stores ask for the next bytes by
     * 308.
     *
     * @param status the answer's
     * @param location its header {@code Location}
     * @param answer closed if it is refused
     * @throws SinkException INVALID if it leads elsewhere
     */
    public static void refuseRedirect(int status, Optional<String> location, AutoCloseable answer)
            throws SinkException {
        if (status >= 300 && status < 400 && location.isPresent()) {
            Closing.quietly("an answer", answer);
            throw elsewhere(location.get());
        }
    }

    /**
     * A server sends us on to another one. Names that, not the address: that of an upload is all one needs to write to it.
     *
     * @param url where to
     * @return the failure
     */
    public static SinkException elsewhere(String url) {
        String server = url.replaceAll("^(https?://)?([^/?#]*).*$", "$1$2");
        return new SinkException(
                SinkException.Kind.INVALID,
                Optional.empty(),
                "the server sends us on to " + Quoted.of(server) + ", where neither login nor body go",
                Optional.of("set endpoint to the address by which the server knows itself"),
                Optional.empty());
    }
}
