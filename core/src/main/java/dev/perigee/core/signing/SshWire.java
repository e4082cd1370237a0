package dev.perigee.core.signing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Strings and numbers as RFC 4251, section 5, has them on the wire, and the armour of PEM around them. */
final class SshWire {

    private static final int LINE = 70;

    private SshWire() {}

    /** Reads fields one after another. Not for several threads. */
    static final class Reader {

        private final ByteBuffer bytes;

        Reader(byte[] bytes) {
            this.bytes = ByteBuffer.wrap(bytes);
        }

        /** Fields of a fixed magic first. */
        Reader expect(byte[] magic) throws SignatureException {
            byte[] found = take(magic.length);
            if (!Arrays.equals(found, magic)) {
                throw new SignatureException("it doesn't start as one does");
            }
            return this;
        }

        int number() throws SignatureException {
            require(Integer.BYTES);
            return bytes.getInt();
        }

        byte[] string() throws SignatureException {
            int length = number();
            if (length < 0) {
                throw new SignatureException("a field has an impossible length");
            }
            return take(length);
        }

        String text() throws SignatureException {
            return new String(string(), StandardCharsets.UTF_8);
        }

        boolean atEnd() {
            return !bytes.hasRemaining();
        }

        private byte[] take(int length) throws SignatureException {
            require(length);
            byte[] taken = new byte[length];
            bytes.get(taken);
            return taken;
        }

        private void require(int length) throws SignatureException {
            if (bytes.remaining() < length) {
                throw new SignatureException("it is cut short");
            }
        }
    }

    /** Writes fields one after another. Not for several threads. */
    static final class Writer {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Writer raw(byte[] field) {
            bytes.writeBytes(field);
            return this;
        }

        Writer number(int value) {
            return raw(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
        }

        Writer string(byte[] field) {
            return number(field.length).raw(field);
        }

        Writer text(String field) {
            return string(field.getBytes(StandardCharsets.UTF_8));
        }

        int length() {
            return bytes.size();
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }

    static String armour(String what, byte[] bytes) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    }

    static byte[] disarm(String what, String text) throws SignatureException {
        String begin = "-----BEGIN " + what + "-----";
        String end = "-----END " + what + "-----";
        String stripped = text.strip();
        if (!stripped.startsWith(begin)
                || !stripped.endsWith(end)
                || stripped.length() < begin.length() + end.length()) {
            throw new SignatureException("it doesn't start or end as one does");
        }
        String body = stripped.substring(begin.length(), stripped.length() - end.length());
        String letters = body.replaceAll("[\r\n\t ]", "");
        try {
            byte[] bytes = Base64.getDecoder().decode(letters);
            if (!Base64.getEncoder().encodeToString(bytes).equals(letters)) { // bits that say nothing were changed
                throw new SignatureException("it is no base64 as it is written");
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw new SignatureException("it is no base64");
        }
    }
}
