package dev.perigee.core.encoding;

import dev.perigee.core.words.Printable;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Undoes encodings by the names that a manifest gives them. */
public final class Decoding {

    /** A body that holds rows: what was before them is put together, not decoded. */
    public static final String PACKS = "packs";

    private static final List<String> NAMES = List.of(PACKS, Zstd.NAME, Age.NAME);

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private static final byte[] AGE_MARK = "age-encryption.org/v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ZSTD_MARK = HexFormat.of().parseHex("28b52ffd");

    private Decoding() {}

    /**
     * Looks for one that this release can't undo.
     *
     * @param names as a manifest has them
     * @return the first that isn't known
     */
    public static Optional<String> unknown(List<String> names) {
        return names.stream().filter(name -> !NAMES.contains(name)).findFirst();
    }

    /**
     * Refuses what no release writes: a newer one may know other names, and would still name each once, in one word.
     *
     * @param names as a record has them
     * @return the same
     * @throws IllegalArgumentException if one of them is no name, or stands there twice
     */
    public static List<String> requireNames(List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("'" + Printable.line(name) + "' is no name of an encoding");
            }
            if (!seen.add(name)) {
                throw new IllegalArgumentException("the encoding '" + name + "' stands there twice");
            }
        }
        return names;
    }

    /**
     * Whether an identity is needed.
     *
     * @param names as a manifest has them
     * @return true if one of them encrypts
     */
    public static boolean needsIdentity(List<String> names) {
        return names.contains(Age.NAME);
    }

    /**
     * How much can come out of an encoded object: a length that is told and can't be is damage, and no disk too small for it.
     *
     * @param names as a manifest has them
     * @param stored its length as stored, in bytes
     * @return in bytes; the largest there is where one of the names isn't known, or rows are put together elsewhere
     */
    public static long most(List<String> names, long stored) {
        if (names.contains(PACKS) || unknown(names).isPresent()) {
            return Long.MAX_VALUE;
        }
        return names.contains(Zstd.NAME) && stored > Long.MAX_VALUE / Zstd.MOST_FROM_ONE
                ? Long.MAX_VALUE
                : stored * (names.contains(Zstd.NAME) ? Zstd.MOST_FROM_ONE : 1);
    }

    /**
     * Reads what is encoded.
     *
     * @param names what was done to the bytes, in this order; each known
     * @param stored the bytes as they are stored; stays the caller's to close
     * @param identities what opens the encrypted
     * @return the plain bytes. Reading them throws {@link UndecodableException} where the stored ones aren't whole,
     *     {@link NoIdentityException}, and what the stored stream throws as it is
     * @throws IOException the same
     */
    public static InputStream of(List<String> names, InputStream stored, Identities identities) throws IOException {
        FailureKeeper source = new FailureKeeper(stored);
        InputStream decoded = source;
        try {
            for (String name : names.reversed()) {
                decoded = over(decoded == source ? source : ReadAhead.of(decoded), encoding(name, identities));
            }
        } catch (IOException | RuntimeException e) {
            throw source.explained(e);
        }
        return new DecodedStream(decoded, source);
    }

    /** What can't be decoded is closed: a thread may be at it. */
    private static InputStream over(InputStream in, Encoding encoding) throws IOException {
        boolean begun = false;
        try {
            InputStream decoded = encoding.decode(in);
            begun = true;
            return decoded;
        } finally {
            if (!begun) {
                in.close();
            }
        }
    }

    private static Encoding encoding(String name, Identities identities) {
        return switch (name) {
            case Zstd.NAME -> new Zstd(Zstd.DEFAULT_LEVEL);
            case Age.NAME -> new Age(List.of(), identities);
            default -> throw new IllegalArgumentException("'" + name + "' is no encoding");
        };
    }

    /**
     * Reads what may be encoded, as its first bytes tell: encrypted with age, and in that or alone compressed with zstd.
     *
     * @param stored the bytes as they are stored; closed with the stream that this gives
     * @param identities what opens the encrypted
     * @return the plain bytes, as {@link #of} gives them
     * @throws IOException the same
     */
    public static InputStream whatever(InputStream stored, Identities identities) throws IOException {
        InputStream in = undone(new BufferedInputStream(stored), AGE_MARK, Age.NAME, identities);
        return undone(in, ZSTD_MARK, Zstd.NAME, identities);
    }

    private static InputStream undone(InputStream in, byte[] mark, String name, Identities identities)
            throws IOException {
        in.mark(mark.length);
        byte[] start = in.readNBytes(mark.length);
        in.reset();
        return Arrays.equals(start, mark) ? new BufferedInputStream(of(List.of(name), in, identities)) : in;
    }
}
