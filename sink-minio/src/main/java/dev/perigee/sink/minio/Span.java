package dev.perigee.sink.minio;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * A range of a body that travels in one request, straight from the body to the socket: minio-java's own streams hold each
 * part in memory.
 */
final class Span extends RequestBody {

    private static final int BUFFER = 64 * 1024;
    private static final MediaType BINARY = MediaType.get("application/octet-stream");

    private final ObjectKey key;
    private final Body body;
    private final long offset;
    private final long length;
    private final Commitment commitment;

    Span(ObjectKey key, Body body, long offset, long length, Commitment commitment) {
        this.key = key;
        this.body = body;
        this.offset = offset;
        this.length = length;
        this.commitment = commitment;
    }

    /** Reads all of it into the digests, and refuses a body that gives less or more than it has promised. */
    void digestInto(List<MessageDigest> digests) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = open()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (MessageDigest digest : digests) {
                    digest.update(buffer, 0, n);
                }
            }
        }
    }

    @Override
    public @Nullable MediaType contentType() {
        return BINARY;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        commitment.withdraw();
        try (InputStream in = open();
                Source source = Okio.source(in)) {
            sink.write(source, length);
        }
    }

    private InputStream open() throws IOException {
        try {
            return new CountedStream(key, body.open(offset, length), length, commitment);
        } catch (SinkException e) {
            throw e;
        } catch (IOException e) {
            throw CountedStream.unreadable(key, e);
        }
    }
}
