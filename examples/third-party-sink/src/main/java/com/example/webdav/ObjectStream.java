package com.example.webdav;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.kit.body.ReadStream;
import dev.perigee.sink.kit.words.Attempt;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;

/**
 * A file's bytes on their way in. The HTTP client notices when some are missing. Whether all are of the same file, is
 * asked at the end: many servers replace a file by deleting it and moving another there, also while it is being read.
 */
final class ObjectStream extends ReadStream {

    private final WebDavServer server;
    private final Attempt attempt;
    private final ObjectKey key;
    private final InputStream in;
    private final String version;

    ObjectStream(WebDavServer server, Attempt attempt, ObjectKey key, HttpResponse<InputStream> download) {
        this.server = server;
        this.attempt = attempt;
        this.key = key;
        this.in = download.body();
        this.version = WebDavServer.version(download);
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        int given = readOn(into, from, most);
        if (given < 0 && !server.version(attempt, key).equals(version)) {
            throw new SinkException(Kind.BUSY, key, "the file was replaced or deleted while it was read");
        }
        return given;
    }

    private int readOn(byte[] into, int from, int most) throws SinkException {
        try {
            return in.read(into, from, most);
        } catch (IOException e) {
            throw WebDavServer.failed(attempt, e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
