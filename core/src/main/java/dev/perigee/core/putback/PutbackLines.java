package dev.perigee.core.putback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.perigee.api.Sha256;
import dev.perigee.core.keys.KeyEntry;
import dev.perigee.core.keys.LeaseTime;
import dev.perigee.core.look.KeyChange;
import dev.perigee.etcd.client.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.util.Optional;

/** Writes a {@link PutbackFile}; its form is described in {@code docs/key-dump-format.md}. */
final class PutbackLines implements Closeable {

    static final String FORMAT = "perigee-putback";
    static final int VERSION = 1;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    private final DigestOutputStream out;
    private final JsonGenerator json;
    private long count;

    /** Closes the stream with this. */
    PutbackLines(OutputStream out) throws IOException {
        this.out = new DigestOutputStream(out, Sha256.digester());
        this.json = JSON.createGenerator(this.out).setRootValueSeparator(null);
    }

    void header(PutbackHeader header) throws IOException {
        json.writeStartObject();
        json.writeStringField("format", FORMAT);
        json.writeNumberField("version", VERSION);
        json.writeStringField("clusterId", Long.toHexString(header.clusterId()));
        json.writeNumberField("revision", header.revision());
        json.writeNumberField("sourceRevision", header.sourceRevision());
        json.writeStringField("time", header.time().toString());
        end();
    }

    void change(KeyChange change) throws IOException {
        json.writeStartObject();
        bytes("key", change.key());
        side("before", change.before());
        side("after", change.after());
        end();
        count++;
    }

    private void side(String name, Optional<KeyEntry> entry) throws IOException {
        if (entry.isPresent()) {
            bytes(name + "Value", entry.get().value().orElse(Bytes.EMPTY));
            json.writeNumberField(name + "ModRevision", entry.get().modRevision());
            if (entry.get().lease() != 0) {
                json.writeStringField(
                        name + "Lease", Long.toHexString(entry.get().lease()));
            }
        }
    }

    void lease(String side, LeaseTime lease) throws IOException {
        json.writeStartObject();
        json.writeStringField(side + "LeaseId", Long.toHexString(lease.id()));
        json.writeNumberField("grantedTtl", lease.grantedSeconds());
        json.writeNumberField("remainingTtl", lease.remainingSeconds());
        end();
    }

    void trailer() throws IOException {
        json.flush();
        String digest = Sha256.of(out.getMessageDigest().digest()).toString();
        json.writeStartObject();
        json.writeNumberField("count", count);
        json.writeStringField("sha256", digest);
        end();
        json.flush();
    }

    private void bytes(String name, Bytes bytes) throws IOException {
        byte[] content = bytes.toByteArray();
        if (bytes.isUtf8()) {
            json.writeFieldName(name);
            json.writeUTF8String(content, 0, content.length);
        } else {
            json.writeFieldName(name + "Base64");
            json.writeBinary(content);
        }
    }

    private void end() throws IOException {
        json.writeEndObject();
        json.writeRaw('\n');
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
