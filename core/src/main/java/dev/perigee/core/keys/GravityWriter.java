package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;

/**
 * The form of Gravity's {@code export}: {@code {"entries":[{"key":…,"value":base64}]}}, keys relative to a prefix. It
 * can carry neither keys that aren't UTF-8 nor leases nor revisions; what is lost is counted.
 */
public final class GravityWriter implements DumpWriter {

    private final OutputStream out;
    private final Bytes prefix;
    private long entries;
    private long keysLost;
    private long leasesLost;

    /**
     * Writes to a stream.
     *
     * @param out buffered by the caller; closed with this
     * @param prefix what keys are relative to; keys outside it are lost
     */
    public GravityWriter(OutputStream out, Bytes prefix) {
        this.out = out;
        this.prefix = prefix;
    }

    @Override
    public void begin(DumpHeader header) throws IOException {
        write("{\"entries\":[");
    }

    @Override
    public void entry(KeyEntry entry) throws IOException {
        Optional<String> key = entry.key().startsWith(prefix)
                ? entry.key().from(prefix.length()).utf8()
                : Optional.empty();
        if (key.isEmpty() || entry.value().isEmpty()) {
            keysLost++;
            return;
        }
        byte[] value = entry.value().get().toByteArray();
        JsonObject json = JsonObject.builder()
                .put("key", key.get())
                .put("value", Base64.getEncoder().encodeToString(value))
                .build();
        write((entries++ == 0 ? "" : ",") + Json.writeLikeGo(json));
        if (entry.lease() != 0) {
            leasesLost++;
        }
    }

    @Override
    public DumpSummary end(Collection<LeaseTime> leases) throws IOException {
        write("]}");
        return new DumpSummary(entries, 0, keysLost, leasesLost);
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
