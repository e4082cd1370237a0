package dev.perigee.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Kills a process by what it has done rather than by the clock: after so many changes of a folder.
 *
 * @param folder the folder; a change is a file that comes, goes, or has another length
 */
record Saboteur(Path folder) {

    /** What came of it. */
    record Result(int changes, boolean killed) {}

    /** Watches until the process has made so many changes, and kills it with SIGKILL; or until it ends on its own. */
    Result killAfter(int changes, Process process) throws InterruptedException {
        Set<String> seen = look();
        int counted = 0;
        while (counted < changes && process.isAlive()) {
            Set<String> now = look();
            counted += now.equals(seen) ? 0 : 1;
            seen = now;
        }
        process.destroyForcibly();
        return new Result(counted, process.waitFor() == 128 + 9);
    }

    private Set<String> look() {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.forEach(file -> found.add(file + " " + length(file)));
        } catch (IOException | UncheckedIOException e) {
            found.add("a folder went while it was looked into");
        }
        return found;
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
