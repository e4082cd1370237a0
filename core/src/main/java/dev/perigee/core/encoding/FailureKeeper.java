package dev.perigee.core.encoding;

import dev.perigee.core.words.FailureWords;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** Stored bytes whose own failure isn't taken for a decoder's: a line that broke is no damage. Never closed by a decoder. */
final class FailureKeeper extends FilterInputStream {

    private Optional<IOException> failure = Optional.empty();

    FailureKeeper(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (IOException e) {
            throw kept(e);
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            return super.read(into, offset, length);
        } catch (IOException e) {
            throw kept(e);
        }
    }

    @Override
    public void close() {
        // the caller's
    }

    private IOException kept(IOException e) {
        failure = Optional.of(e);
        return e;
    }

    /** What a decoder's failure means. Its messages may hold anything, and tell a person nothing. */
    IOException explained(Exception e) {
        if (failure.isPresent()) {
            return failure.get();
        }
        return switch (e) {
            case NoIdentityException none -> none;
            case UndecodableException told -> told;
            case IOException io
            when io.getCause() instanceof GeneralSecurityException ->
                new UndecodableException("can't be decrypted: it was changed, or its end is missing", io);
            default -> new UndecodableException("can't be decoded: " + FailureWords.of(e), e);
        };
    }
}
