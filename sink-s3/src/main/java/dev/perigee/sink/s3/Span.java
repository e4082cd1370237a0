package dev.perigee.sink.s3;

import dev.perigee.api.Body;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * A range of a body that travels in one request. Counts what the body gives, and closes what the SDK leaves open.
 *
 * <p>The SDK opens it once to send it and, where the line isn't encrypted, once before to digest it.
 */
final class Span implements ContentStreamProvider, AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    private final ObjectKey key;
    private final Body body;
    private final long offset;
    private final long length;
    private final Commitment commitment;
    private final List<InputStream> opened = new CopyOnWriteArrayList<>();

    Span(ObjectKey key, Body body, long offset, long length, Commitment commitment) {
        this.key = key;
        this.body = body;
        this.offset = offset;
        this.length = length;
        this.commitment = commitment;
    }

    long length() {
        return length;
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
    public InputStream newStream() {
        commitment.withdraw();
        try {
            InputStream in = new BufferedInputStream(open(), BUFFER); // the SDK asks for 4 KiB at a time
            opened.add(in);
            return in;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    @Override
    public void close() throws IOException {
        for (InputStream in : opened) {
            in.close();
        }
    }
}
