package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonNull;
import dev.perigee.etcd.format.json.JsonString;
import dev.perigee.etcd.format.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;

/**
 * One JSON object for people to read: each key with its value as parsed JSON where it is JSON, else as text, else as
 * hexadecimal digits. It can't be imported: it doesn't tell which of the three a value was.
 */
public final class PrettyWriter implements DumpWriter {

    private final OutputStream out;
    private long entries;
    private long valuesLeftOut;

    /**
     * Writes to a stream.
     *
     * @param out buffered by the caller; closed with this
     */
    public PrettyWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void begin(DumpHeader header) throws IOException {
        write("{");
    }

    @Override
    public void entry(KeyEntry entry) throws IOException {
        write((entries++ == 0 ? "\n" : ",\n") + "  " + Json.write(new JsonString(shown(entry.key()))) + ": ");
        write(Json.write(entry.value().map(PrettyWriter::readable).orElse(JsonNull.NULL)));
        if (entry.value().isEmpty()) {
            valuesLeftOut++;
        }
    }

    private static String shown(Bytes bytes) {
        return bytes.utf8().orElseGet(bytes::toString);
    }

    private static JsonValue readable(Bytes value) {
        Optional<String> text = value.utf8();
        if (text.isPresent() && text.get().stripLeading().startsWith("{")) {
            try {
                return Json.parse(text.get());
            } catch (JsonException e) {
                // looks like JSON and isn't: shown as the text it is
                return new JsonString(text.get());
            }
        }
        return new JsonString(shown(value));
    }

    @Override
    public DumpSummary end(Collection<LeaseTime> leases) throws IOException {
        write(entries == 0 ? "}\n" : "\n}\n");
        return new DumpSummary(entries, valuesLeftOut, 0, leases.size());
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
