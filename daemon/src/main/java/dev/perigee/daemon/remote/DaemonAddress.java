package dev.perigee.daemon.remote;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a daemon answers, and how it is asked.
 *
 * @param url {@code http://localhost:8085} or {@code https://…}, with a path where a proxy has one
 * @param token a file whose first line is a token; empty to show none
 * @param authorities PEM, who signs the daemon's certificate; empty for those that Java trusts
 * @param certificate PEM, ours; empty to show none
 * @param key PEM, its private key
 * @param timeout how long an answer may take
 */
public record DaemonAddress(
        URI url,
        Optional<Path> token,
        Optional<Path> authorities,
        Optional<Path> certificate,
        Optional<Path> key,
        Duration timeout) {

    /**
     * Reads a URL as a user gives it.
     *
     * @param text with or without a slash at its end
     * @return the URL
     * @throws OperationException BAD_REQUEST if it is none that a daemon can have
     */
    public static URI url(String text) throws OperationException {
        try {
            URI url = URI.create(text.replaceFirst("/+$", ""));
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            boolean plain = url.getRawQuery() == null && url.getRawFragment() == null && url.getRawUserInfo() == null;
            if (web && plain && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw notOne(text);
        }
        throw notOne(text);
    }

    private static OperationException notOne(String text) {
        return new OperationException(
                Outcome.BAD_REQUEST,
                "'" + text + "' is no URL of a daemon",
                Optional.of("it takes one such as http://localhost:8085; a token goes into a file"),
                Optional.empty());
    }

    /** A token goes over no line that others can read. */
    void requireSafeLine() throws OperationException {
        boolean loopback = url.getHost().matches("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
        if (token.isPresent() && url.getScheme().equals("http") && !loopback) {
            throw new OperationException(
                    Outcome.BAD_REQUEST,
                    "the token isn't sent to " + url + ", where everybody on the way could read it",
                    Optional.of("use https, with --cacert if its certificate is of an authority of your own"),
                    Optional.empty());
        }
    }

    /** Each that is named is there: a secret's or a certificate's file. */
    void requireFiles() throws OperationException {
        requireFile("--token-file", token);
        requireFile("--cacert", authorities);
        requireFile("--cert", certificate);
        requireFile("--key", key);
    }

    private static void requireFile(String option, Optional<Path> file) throws OperationException {
        if (file.isPresent() && !Files.exists(file.get())) {
            throw new OperationException(
                    Outcome.BAD_CONFIGURATION, option + " names " + file.get() + ", which doesn't exist");
        }
    }
}
