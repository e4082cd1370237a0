package dev.perigee.sink.kit.connect;

import dev.perigee.api.SinkException;
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
}
