package dev.perigee.core.keys;

import dev.perigee.api.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.util.Collection;

/**
 * Perigee's own form: a header line, a line for each key and each lease, and a trailer with the count of keys and the
 * SHA-256 of all bytes before it.
 */
public final class JsonLinesWriter implements DumpWriter {

    private final DigestOutputStream out;
    private final DumpLines lines;
    private long entries;
    private long valuesLeftOut;

    /**
     * Writes to a stream.
     *
     * @param out closed with this; gets pieces of a few KiB, so it need not be buffered
     * @throws IOException if it can't be written
     */
    public JsonLinesWriter(OutputStream out) throws IOException {
        this.out = new DigestOutputStream(out, Sha256.digester());
        this.lines = new DumpLines(this.out);
    }

    @Override
    public void begin(DumpHeader header) throws IOException {
        lines.header(header);
    }

    @Override
    public void entry(KeyEntry entry) throws IOException {
        lines.entry(entry);
        entries++;
        if (entry.value().isEmpty()) {
            valuesLeftOut++;
        }
    }

    @Override
    public DumpSummary end(Collection<LeaseTime> leases) throws IOException {
        for (LeaseTime lease : leases) {
            lines.lease(lease);
        }
        lines.flush();
        lines.trailer(entries, Sha256.of(out.getMessageDigest().digest()));
        lines.flush();
        return new DumpSummary(entries, valuesLeftOut, 0, 0);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
