package com.example.webdav;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;

/**
 * A file's bytes on their way in. The HTTP client notices when some are missing. Whether all are of the same file, is
 * asked at the end: many servers replace a file by deleting it and moving another there, also while it is being read.
 */
final class ObjectStream extends FilterInputStream {

    private final WebDavServer server;
    private final ObjectKey key;
    private final String version;

    ObjectStream(WebDavServer server, ObjectKey key, HttpResponse<InputStream> download) {
        super(download.body());
        this.server = server;
        this.key = key;
        this.version = WebDavServer.version(download);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        int given = readOn(into, from, most);
        if (given < 0 && !server.version(key).equals(version)) {
            throw new SinkException(Kind.BUSY, key, "the file was replaced or deleted while it was read");
        }
        return given;
    }

    private int readOn(byte[] into, int from, int most) throws SinkException {
        try {
            return super.read(into, from, most);
        } catch (IOException e) {
            Kind kind = Thread.currentThread().isInterrupted() ? Kind.CANCELLED : Kind.UNREACHABLE;
            throw new SinkException(kind, key, "the download broke off: " + e.getMessage(), e);
        }
    }
}
