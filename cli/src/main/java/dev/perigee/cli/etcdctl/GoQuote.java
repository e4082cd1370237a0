package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Failure;
import dev.perigee.cli.text.RawText;
import dev.perigee.etcd.client.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads texts in quotes as Go writes them; the way back is {@link GoText#quoted(Bytes)}. Used once, by one thread. */
final class GoQuote {

    private final String text;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int at = 1;

    private GoQuote(String text) {
        this.text = text;
    }

    /**
     * What stands between the quotes.
     *
     * @param text in double quotes, with escapes, or in backquotes, without
     * @return the bytes
     * @throws Failure BAD_INPUT for an escape that Go doesn't have
     */
    static Bytes unquoted(String text) throws Failure {
        if (text.startsWith("`")) {
            return Bytes.of(RawText.encode(text.substring(1, text.length() - 1)));
        }
        return new GoQuote(text).read();
    }

    private Bytes read() throws Failure {
        while (at < text.length() - 1) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (c == '\\') {
                escape();
            } else {
                bytes.writeBytes(RawText.encode(Character.toString(c)));
            }
        }
        return Bytes.of(bytes.toByteArray());
    }

    private void escape() throws Failure {
        char kind = text.charAt(at++);
        switch (kind) {
            case 'a' -> bytes.write(0x07);
            case 'b' -> bytes.write('\b');
            case 'f' -> bytes.write('\f');
            case 'n' -> bytes.write('\n');
            case 'r' -> bytes.write('\r');
            case 't' -> bytes.write('\t');
            case 'v' -> bytes.write(0x0b);
            case '\\', '"' -> bytes.write(kind);
            case 'x' -> bytes.write(number(2, 16));
            case 'u' -> character(number(4, 16));
            case 'U' -> character(number(8, 16));
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                at--;
                bytes.write(number(3, 8));
            }
            default -> throw bad();
        }
    }

    private void character(int c) throws Failure {
        if (!Character.isValidCodePoint(c) || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            throw bad();
        }
        bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
    }

    private int number(int digits, int radix) throws Failure {
        try {
            at += digits;
            return Integer.parseInt(text, at - digits, Math.min(at, text.length() - 1), radix);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw bad();
        }
    }

    private Failure bad() {
        return TxnText.bad("no such escape, or none that is whole: " + text);
    }
}
