package dev.perigee.core.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The files that a configuration was read from, so that somebody may notice when they say something else.
 *
 * @param paths in the order in which they were read, the one that includes before what it includes; empty if there is none
 * @param digest of their names and of what stood in them when they were read
 */
public record ConfigFiles(List<Path> paths, String digest) {

    /** Of the defaults. */
    static final ConfigFiles NONE = of(List.of());

    private static final int FILE_TYPE = 0170000;
    private static final int PIPE = 0010000;

    /** Copies the list. */
    public ConfigFiles {
        paths = List.copyOf(paths);
    }

    /** What was read of one file. */
    record Piece(Path path, byte[] bytes) {}

    static ConfigFiles of(List<Piece> pieces) {
        return new ConfigFiles(pieces.stream().map(Piece::path).toList(), digest(pieces));
    }

    /**
     * Whether they may be read once more: what came out of a pipe is gone.
     *
     * @return false if one of them is a pipe
     */
    public boolean areLasting() {
        return paths.stream().noneMatch(ConfigFiles::isPipe);
    }

    private static boolean isPipe(Path path) {
        try {
            return Files.getAttribute(path, "unix:mode") instanceof Integer mode && (mode & FILE_TYPE) == PIPE;
        } catch (IOException | UnsupportedOperationException e) {
            return false; // what isn't there holds nobody up
        }
    }

    /**
     * The digest of what stands in the same files now. Reads them again, up to the bound of a configuration each.
     *
     * @return equal to {@link #digest()} if nothing has changed; one that is gone is as an empty one
     */
    public String digestNow() {
        return digest(paths.stream().map(path -> new Piece(path, bytes(path))).toList());
    }

    private static byte[] bytes(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(HoconBytes.MOST);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static String digest(List<Piece> pieces) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Piece piece : pieces) {
                digest.update((piece.path() + "\0" + piece.bytes().length + "\0").getBytes(StandardCharsets.UTF_8));
                digest.update(piece.bytes());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
