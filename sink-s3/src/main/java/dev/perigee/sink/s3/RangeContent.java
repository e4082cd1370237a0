package dev.perigee.sink.s3;

import dev.perigee.sink.kit.body.BodyRange;
import dev.perigee.sink.kit.call.CommitPoint;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.http.ContentStreamProvider;

/** A range of a body as the SDK sends it. Closes what the SDK leaves open. */
final class RangeContent implements ContentStreamProvider, AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    private final BodyRange range;
    private final CommitPoint commit;
    private final List<InputStream> opened = new CopyOnWriteArrayList<>();

    RangeContent(BodyRange range, CommitPoint commit) {
        this.range = range;
        this.commit = commit;
    }

    @Override
    public InputStream newStream() {
        commit.withdraw();
        try {
            InputStream in = new BufferedInputStream(range.open(commit), BUFFER); // the SDK asks for 4 KiB at a time
            opened.add(in);
            return in;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (InputStream in : opened) {
            in.close();
        }
    }
}
