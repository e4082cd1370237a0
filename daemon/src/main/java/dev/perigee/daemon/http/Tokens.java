package dev.perigee.daemon.http;

import dev.perigee.api.Sha256;
import dev.perigee.core.config.HttpSettings;
import dev.perigee.core.config.HttpSettings.Right;
import dev.perigee.core.disk.GivenFile;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tokens, read from their files at every request: one that is taken away is of no use from then on. Digests are compared, and
 * all of them, so that the time says nothing of a token.
 *
 * @param settings which files
 */
record Tokens(HttpSettings settings) {

    private static final System.Logger LOG = System.getLogger(Tokens.class.getName());

    Optional<Right> rightOf(String token) {
        boolean operates = isOneOf(settings.operateTokens(), token);
        boolean reads = isOneOf(settings.readTokens(), token);
        if (operates) {
            return Optional.of(Right.OPERATE);
        }
        return reads ? Optional.of(Right.READ) : Optional.empty();
    }

    private static boolean isOneOf(List<Path> files, String token) {
        byte[] given = digest(token);
        boolean found = false;
        for (Path file : files) {
            Optional<String> kept = read(file);
            boolean same = MessageDigest.isEqual(given, digest(kept.orElse("")));
            found |= same && kept.isPresent();
        }
        return found;
    }

    private static byte[] digest(String token) {
        return Sha256.digest(token.getBytes(StandardCharsets.UTF_8)).bytes();
    }

    /** Says which are of no use. */
    void warn() {
        Stream.concat(settings.readTokens().stream(), settings.operateTokens().stream())
                .filter(file -> read(file).isEmpty())
                .forEach(file -> LOG.log(
                        Level.WARNING,
                        "nobody gets in by {0}: it can''t be read, or its first line is shorter than {1} letters",
                        file,
                        HttpSettings.SHORTEST_TOKEN));
    }

    /** The first line, if that is a token. */
    private static Optional<String> read(Path file) {
        try (InputStream in = GivenFile.open(file)) {
            String text = new String(in.readNBytes(HttpSettings.LONGEST_TOKEN), StandardCharsets.UTF_8);
            return text.lines()
                    .findFirst()
                    .map(String::strip)
                    .filter(token -> token.length() >= HttpSettings.SHORTEST_TOKEN);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a token can''t be read: {0}", e.toString());
            return Optional.empty();
        }
    }
}
