package dev.perigee.core.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Ways in which people pack or encrypt files, told by the file's first bytes. For messages: nothing is unpacked here. */
public enum Packing {
    /** RFC 1952. */
    GZIP("1f8b08", "compressed with gzip", "gzip -dc", ".gz"),
    /** PKZIP. */
    ZIP("504b0304", "a zip archive", "unzip -p", ".zip"),
    /** RFC 8878. */
    ZSTANDARD("28b52ffd", "compressed with zstd", "zstd -dc", ".zst"),
    /** The .xz format. */
    XZ("fd377a585a00", "compressed with xz", "xz -dc", ".xz"),
    /** bzip2. */
    BZIP2("425a68", "compressed with bzip2", "bzip2 -dc", ".bz2"),
    /** The LZ4 frame format. */
    LZ4("04224d18", "compressed with lz4", "lz4 -dc", ".lz4"),
    /** 7-Zip. */
    SEVEN_ZIP("377abcaf271c", "a 7z archive", "7z x -so", ".7z"),
    /** age, in its binary form. */
    AGE(hex("age-encryption.org/"), "encrypted with age", "age -d", ".age"),
    /** age, in its text form. */
    AGE_ARMORED(hex("-----BEGIN AGE ENCRYPTED FILE"), "encrypted with age", "age -d", ".age"),
    /** OpenPGP, in its text form. */
    PGP_ARMORED(hex("-----BEGIN PGP MESSAGE"), "encrypted with OpenPGP", "gpg -d", ".asc"),
    /** {@code openssl enc}. */
    OPENSSL(hex("Salted__"), "encrypted with openssl", "openssl enc -d -in", ".enc");

    private static final int LONGEST = 64;

    private final String hexBeginning;
    private final String what;
    private final String command;
    private final String suffix;

    Packing(String hexBeginning, String what, String command, String suffix) {
        this.hexBeginning = hexBeginning;
        this.what = what;
        this.command = command;
        this.suffix = suffix;
    }

    private static String hex(String ascii) {
        return HexFormat.of().formatHex(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * How a file is packed.
     *
     * @param file any file
     * @return empty if it isn't, as far as its beginning tells, or can't be read
     */
    public static Optional<Packing> of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String start = HexFormat.of().formatHex(in.readNBytes(LONGEST));
            return Arrays.stream(values())
                    .filter(packing -> start.startsWith(packing.hexBeginning))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // whoever reads it in earnest says why it can't be read
        }
    }

    /**
     * What such a file is.
     *
     * @return to follow "is"
     */
    public String what() {
        return what;
    }

    /**
     * A command that unpacks a file to standard output.
     *
     * @param file such a file
     * @return for a shell
     */
    public String unpacking(Path file) {
        return command + " '" + file + "'";
    }

    /**
     * A command that unpacks a file into another.
     *
     * @param file such a file
     * @return for a shell
     */
    public String command(Path file) {
        String name = file.toString();
        String plain = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name + ".unpacked";
        return unpacking(file) + " > '" + plain + "'";
    }
}
