package dev.perigee.core.drill;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An etcd on this machine.
 *
 * @param path the binary
 * @param version what it says that it is: {@code 3.6.16}
 */
record EtcdBinary(Path path, String version) {

    private static final Pattern VERSION = Pattern.compile("etcd Version: ([0-9]+\\.[0-9]+\\.[0-9]+\\S*)");
    private static final int LONGEST_ANSWER = 4096;
    private static final int SECONDS = 10;

    /** Asks each; BAD_CONFIGURATION for the first that isn't there, or is no etcd. */
    static List<EtcdBinary> all(List<Path> paths) throws OperationException, InterruptedException {
        List<EtcdBinary> all = new ArrayList<>();
        for (Path path : paths) {
            all.add(new EtcdBinary(path, version(path)));
        }
        return all;
    }

    private static String version(Path path) throws OperationException, InterruptedException {
        if (!Files.exists(path)) {
            throw unusable(path + ", which is to be a binary of etcd, isn't there");
        }
        if (Files.isDirectory(path) || !Files.isExecutable(path)) {
            throw unusable(path + ", which is to be a binary of etcd, is no program that this user may run");
        }
        return ask(path)
                .orElseThrow(() -> unusable(path + " is no etcd: it doesn't answer --version with one's version"));
    }

    /** Whether it is a program, and none of etcd's. */
    static boolean isForeign(Path path) {
        try {
            return ask(path).isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false; // nobody knows
        }
    }

    private static OperationException unusable(String what) {
        return new OperationException(
                Outcome.BAD_CONFIGURATION,
                what,
                Optional.of("--etcd, or drill.etcd of the job, names it; nothing was fetched"),
                Optional.empty());
    }

    /** The first of the same minor version, which starts from the backup as it is. */
    static Optional<EtcdBinary> fitting(List<EtcdBinary> binaries, String wanted) {
        return binaries.stream()
                .filter(binary -> minor(binary.version()).equals(minor(wanted)))
                .findFirst();
    }

    /** Why none of them is of that version; empty if there are none at all. */
    static Optional<String> unfit(List<EtcdBinary> binaries, String wanted) {
        return binaries.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "the backup is of etcd " + wanted + " and needs one of " + minor(wanted) + ", but there is "
                                + binaries.stream()
                                        .map(binary -> binary.version() + " (" + binary.path() + ")")
                                        .collect(Collectors.joining(", ")));
    }

    private static String minor(String version) {
        String[] parts = version.split("\\.", 3);
        return parts.length < 2 ? version : parts[0] + "." + parts[1];
    }

    private static Optional<String> ask(Path path) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(path.toString(), "--version")
                    .redirectInput(new File("/dev/null"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                    return Optional.empty();
                }
                byte[] answer = process.getInputStream().readNBytes(LONGEST_ANSWER);
                Matcher matcher = VERSION.matcher(new String(answer, StandardCharsets.US_ASCII));
                return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty(); // no binary of this machine's
        }
    }
}
