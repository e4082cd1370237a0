package dev.perigee.core.keys;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.perigee.api.Sha256;
import dev.perigee.etcd.client.Bytes;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** Writes the lines of Perigee's own form of a dump, each an object. The form is described in {@code docs/key-dump-format.md}. */
final class DumpLines implements Closeable, Flushable {

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    private final JsonGenerator json;

    /** Closes the stream with this. */
    DumpLines(OutputStream out) throws IOException {
        json = JSON.createGenerator(out).setRootValueSeparator(null);
    }

    void header(DumpHeader header) throws IOException {
        json.writeStartObject();
        json.writeStringField("format", DumpLine.FORMAT);
        json.writeNumberField("version", DumpLine.VERSION);
        if (header.clusterId().isPresent()) {
            hex("clusterId", header.clusterId().getAsLong());
        }
        json.writeNumberField("revision", header.revision());
        json.writeStringField("time", header.time().toString());
        json.writeStringField("valuesLeftOut", header.valuesLeftOut().name().toLowerCase(Locale.ROOT));
        end();
    }

    void entry(KeyEntry entry) throws IOException {
        json.writeStartObject();
        bytes("key", "keyBase64", entry.key());
        if (entry.value().isPresent()) {
            bytes("value", "valueBase64", entry.value().get());
        }
        json.writeNumberField("createRevision", entry.createRevision());
        json.writeNumberField("modRevision", entry.modRevision());
        json.writeNumberField("version", entry.version());
        if (entry.lease() != 0) {
            hex("lease", entry.lease());
        }
        end();
    }

    void lease(LeaseTime lease) throws IOException {
        json.writeStartObject();
        hex("leaseId", lease.id());
        json.writeNumberField("grantedTtl", lease.grantedSeconds());
        json.writeNumberField("remainingTtl", lease.remainingSeconds());
        end();
    }

    void trailer(long count, Sha256 sha256) throws IOException {
        json.writeStartObject();
        json.writeNumberField("count", count);
        json.writeStringField("sha256", sha256.toString());
        end();
    }

    private void bytes(String name, String nameOfBase64, Bytes bytes) throws IOException {
        byte[] content = bytes.toByteArray();
        if (bytes.isUtf8()) {
            json.writeFieldName(name);
            json.writeUTF8String(content, 0, content.length);
        } else {
            json.writeFieldName(nameOfBase64);
            json.writeBinary(content);
        }
    }

    private void hex(String name, long id) throws IOException {
        json.writeStringField(name, Long.toHexString(id));
    }

    private void end() throws IOException {
        json.writeEndObject();
        json.writeRaw('\n');
    }

    /** Hands all lines on to the stream, which it doesn't flush. */
    @Override
    public void flush() throws IOException {
        json.flush();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
