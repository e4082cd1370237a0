package dev.perigee.core.keys;

import dev.perigee.api.Sha256;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;

/**
 * Perigee's own form: a header line, a line for each key and each lease, and a trailer with the count of keys and the
 * SHA-256 of all bytes before it.
 */
public final class JsonLinesWriter implements DumpWriter {

    private final OutputStream out;
    private final MessageDigest digest = Sha256.digester();
    private long entries;
    private long valuesLeftOut;

    /**
     * Writes to a stream.
     *
     * @param out buffered by the caller; closed with this
     */
    public JsonLinesWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void begin(DumpHeader header) throws IOException {
        line(EntryJson.header(header));
    }

    @Override
    public void entry(KeyEntry entry) throws IOException {
        line(EntryJson.entry(entry));
        entries++;
        if (entry.value().isEmpty()) {
            valuesLeftOut++;
        }
    }

    @Override
    public DumpSummary end(Collection<LeaseTime> leases) throws IOException {
        for (LeaseTime lease : leases) {
            line(EntryJson.lease(lease));
        }
        Sha256 sha256 = Sha256.of(digest.digest());
        line(JsonObject.builder()
                .put("count", entries)
                .put("sha256", sha256.toString())
                .build());
        return new DumpSummary(entries, valuesLeftOut, 0, 0);
    }

    private void line(JsonObject json) throws IOException {
        byte[] line = (Json.write(json) + "\n").getBytes(StandardCharsets.UTF_8);
        digest.update(line);
        out.write(line);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
