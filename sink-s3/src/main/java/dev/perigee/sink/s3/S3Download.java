package dev.perigee.sink.s3;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.s3.S3Operation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** An object's bytes as they come in. A line that breaks is a failure, and never looks like the object's end. */
final class S3Download extends InputStream {

    private final ResponseInputStream<GetObjectResponse> in;
    private final S3Errors errors;
    private final ObjectKey key;
    private long missing;

    /** {@code length}: how many bytes the store has announced. */
    S3Download(ResponseInputStream<GetObjectResponse> in, S3Errors errors, ObjectKey key, long length) {
        this.in = in;
        this.errors = errors;
        this.key = key;
        this.missing = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        int n = receive(into, at, most);
        if (n < 0 && missing > 0) {
            throw new SinkException(
                    SinkException.Kind.UNREACHABLE,
                    key,
                    "get of '" + key + "': the line broke " + missing + " bytes before the end");
        }
        missing -= Math.max(n, 0);
        return n;
    }

    private int receive(byte[] into, int at, int most) throws SinkException {
        try {
            return in.read(into, at, most);
        } catch (IOException | SdkException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw errors.cancelled(S3Operation.GET, Optional.of(key));
            }
            throw errors.explain(S3Operation.GET, Optional.of(key), e);
        }
    }

    /** Hangs up when half-read: the rest may be gigabytes. */
    @Override
    public void close() throws IOException {
        if (missing > 0) {
            in.abort();
        }
        in.close();
    }
}
