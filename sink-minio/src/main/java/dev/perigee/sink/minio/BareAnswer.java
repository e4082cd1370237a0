package dev.perigee.sink.minio;

import java.io.IOException;
import java.util.Optional;

/**
 * A refusal that isn't S3's: without XML, from a proxy or a web server, or to a HEAD, which never has a body. minio-java
 * would hide its status, or make up a code for it.
 */
final class BareAnswer extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final Optional<String> retryAfter;

    BareAnswer(int status, Optional<String> retryAfter) {
        super("the server answered " + status);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    int status() {
        return status;
    }

    Optional<String> retryAfter() {
        return retryAfter;
    }
}
