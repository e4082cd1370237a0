package dev.perigee.core.encoding;

import dev.perigee.api.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * How a sink wants its backups written. First they are compressed, then encrypted.
 *
 * @param zstd the level; empty for no compression
 * @param recipients who can read them; nobody's for no encryption
 */
public record EncodingSettings(OptionalInt zstd, List<AgeRecipient> recipients) {

    /** As etcd sent them. */
    public static final EncodingSettings PLAIN = new EncodingSettings(OptionalInt.empty(), List.of());

    /** The level if nobody names one. */
    public static final int DEFAULT_LEVEL = Zstd.DEFAULT_LEVEL;

    /** The level that gives the smallest result. */
    public static final int HIGHEST_LEVEL = Zstd.HIGHEST_LEVEL;

    /** Copies the list. */
    public EncodingSettings {
        recipients = List.copyOf(recipients);
    }

    /**
     * Whether nothing is done to them.
     *
     * @return true if there is no encoding at all
     */
    public boolean isPlain() {
        return encodings().isEmpty();
    }

    /**
     * Whether somebody must have an identity to read them.
     *
     * @return true if there are recipients
     */
    public boolean isEncrypted() {
        return !recipients.isEmpty();
    }

    /**
     * What is done to them.
     *
     * @return the names, in this order
     */
    public List<String> names() {
        return encodings().stream().map(Encoding::name).toList();
    }

    /**
     * Encodes what is written.
     *
     * @param out where the encoded bytes go; closed with the stream that this gives
     * @return takes the plain bytes; only its close makes them whole
     * @throws IOException if the first bytes can't be written
     */
    public OutputStream encode(OutputStream out) throws IOException {
        OutputStream encoded = out;
        for (Encoding encoding : encodings().reversed()) {
            encoded = encoding.encode(encoded);
        }
        return encoded;
    }

    /**
     * Tells whether what was encoded before would be encoded in the same way today.
     *
     * @return 16 hex digits; the same for settings that mean the same
     */
    public String fingerprint() {
        String text = zstd + " "
                + recipients.stream().map(AgeRecipient::text).sorted().collect(Collectors.joining(" "));
        return Sha256.digest(text.getBytes(StandardCharsets.UTF_8)).toString().substring(0, 16);
    }

    private List<Encoding> encodings() {
        List<Encoding> encodings = new ArrayList<>();
        zstd.ifPresent(level -> encodings.add(new Zstd(level)));
        if (!recipients.isEmpty()) {
            encodings.add(new Age(recipients, Identities.NONE));
        }
        return encodings;
    }
}
