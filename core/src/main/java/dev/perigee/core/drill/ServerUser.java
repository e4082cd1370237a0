package dev.perigee.core.drill;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Who runs a drill's servers: a database from a bucket needs no root. {@code setpriv} of util-linux takes the rights away
 * and becomes the server; the binary is handed over open, since it may lie where that user can't look.
 *
 * @param name the user; empty for whoever we are
 * @param group its group's number; left unread without a name
 */
record ServerUser(Optional<String> name, String group) {

    /** The binary, as a shell hands it over. */
    static final String OPENED = "/proc/self/fd/3";

    private static final ServerUser OURSELVES = new ServerUser(Optional.empty(), "");
    private static final String NOBODY = "nobody";
    private static final int LONGEST_ANSWER = 4096;
    private static final int SECONDS = 10;

    /** Decides, by trying it out with the binary. */
    static ServerUser of(Optional<String> wanted, Path binary) throws OperationException, InterruptedException {
        if (!isRoot() || wanted.equals(Optional.of("root"))) {
            return OURSELVES;
        }
        require(wanted);
        String user = wanted.orElse(NOBODY);
        Optional<String> group = answer(List.of("id", "-g", user)).map(String::strip);
        if (group.isPresent()) {
            ServerUser found = new ServerUser(Optional.of(user), group.get());
            if (answer(found.opening(binary, List.of("--version"))).isPresent()) {
                return found;
            }
        }
        if (wanted.isPresent()) {
            throw refused(
                    "the drill's server can't run as '" + user + "'",
                    "it takes 'setpriv' of util-linux, and a binary that all may execute: 'chmod o+rx " + binary
                            + "'; drill.user = root does without");
        }
        return OURSELVES;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Where we are root: others start the server as themselves. */
    static void require(Optional<String> wanted) throws OperationException {
        Optional<String> unknown = wanted.filter(user -> isRoot() && isUnknown(user));
        if (unknown.isPresent()) {
            throw refused(
                    "there is no user '" + unknown.get() + "' on this machine, who is to run the drill's server",
                    "'useradd --system NAME' makes one, and drill.user names it");
        }
    }

    static boolean isUnknown(String user) {
        try {
            FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(user);
            return false;
        } catch (IOException | UnsupportedOperationException e) {
            return true;
        }
    }

    private static OperationException refused(String what, String cure) {
        return new OperationException(Outcome.REFUSED, what, Optional.of(cure), Optional.empty());
    }

    private List<String> opening(Path binary, List<String> arguments) {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", "exec 3<\"$0\"; exec \"$@\"", binary.toString()));
        command.addAll(command(binary));
        command.addAll(arguments);
        return command;
    }

    /** What a shell is to run that has the binary open; for ourselves the binary as it is. */
    List<String> command(Path binary) {
        return name.map(user ->
                        List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups", "--", OPENED))
                .orElseGet(() -> List.of(binary.toString()));
    }

    /** The end of a sentence about the server. */
    String words() {
        return name.map(user -> " as " + user).orElse("");
    }

    private static Optional<String> answer(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                boolean good = process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
                byte[] answer = process.getInputStream().readNBytes(LONGEST_ANSWER);
                return good ? Optional.of(new String(answer, StandardCharsets.UTF_8)) : Optional.empty();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty(); // there is no such program
        }
    }
}
