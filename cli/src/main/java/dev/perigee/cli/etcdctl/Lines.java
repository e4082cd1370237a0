package dev.perigee.cli.etcdctl;

import dev.perigee.core.words.Printable;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Output for people, which may hold keys and values that are no text. */
final class Lines {

    private static final HexFormat HEX = HexFormat.of().withPrefix("\\x");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Lines add(String line) {
        return add(Printable.line(line).getBytes(StandardCharsets.UTF_8));
    }

    /** A line behind a tabulator. */
    Lines indented(String line) {
        bytes.write('\t');
        return add(line);
    }

    /** A key and its value, a line each. */
    Lines add(KeyValue keyValue, boolean hex, boolean valueOnly) {
        if (!valueOnly) {
            add(keyValue.key(), hex);
        }
        return add(keyValue.value(), hex);
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    private Lines add(Bytes line, boolean hex) {
        return hex ? add(HEX.formatHex(line.toByteArray())) : add(line.toByteArray());
    }

    private Lines add(byte[] line) {
        bytes.writeBytes(line);
        bytes.write('\n');
        return this;
    }
}
