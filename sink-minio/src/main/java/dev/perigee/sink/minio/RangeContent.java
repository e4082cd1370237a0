package dev.perigee.sink.minio;

import dev.perigee.sink.kit.body.BodyRange;
import dev.perigee.sink.kit.call.CommitPoint;
import java.io.IOException;
import java.io.InputStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/** A range of a body as okhttp sends it, straight from the body to the socket: minio-java's own streams hold it in memory. */
final class RangeContent extends RequestBody {

    private static final MediaType BINARY = MediaType.get("application/octet-stream");

    private final BodyRange range;
    private final CommitPoint commit;

    RangeContent(BodyRange range, CommitPoint commit) {
        this.range = range;
        this.commit = commit;
    }

    @Override
    public @Nullable MediaType contentType() {
        return BINARY;
    }

    @Override
    public long contentLength() {
        return range.length();
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        commit.withdraw();
        try (InputStream in = range.open(commit);
                Source source = Okio.source(in)) {
            sink.write(source, range.length());
        }
    }
}
