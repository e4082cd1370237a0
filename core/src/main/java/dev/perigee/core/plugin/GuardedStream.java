package dev.perigee.core.plugin;

import java.io.IOException;
import java.io.InputStream;

/** A stream of a plugin, within its guard. */
final class GuardedStream extends InputStream {

    private final InputStream stream;
    private final PluginGuard guard;

    GuardedStream(InputStream stream, PluginGuard guard) {
        this.stream = stream;
        this.guard = guard;
    }

    @Override
    public int read() throws IOException {
        return guard.read(stream::read);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return guard.read(() -> stream.read(into, offset, length));
    }

    @Override
    public void close() throws IOException {
        guard.read(() -> {
            stream.close();
            return stream;
        });
    }
}
