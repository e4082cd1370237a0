package dev.perigee.core.drill;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** The first of the same minor version, which starts from the backup as it is. */
    static Optional<EtcdBinary> of(List<Path> binaries, String wanted) throws InterruptedException {
        for (Path path : binaries) {
            Optional<String> version = ask(path);
            if (version.isPresent() && minor(version.get()).equals(minor(wanted))) {
                return Optional.of(new EtcdBinary(path, version.get()));
            }
        }
        return Optional.empty();
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
            return Optional.empty(); // not there, or no binary of this machine's: as if it weren't configured
        }
    }
}
