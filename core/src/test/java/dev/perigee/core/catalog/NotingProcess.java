package dev.perigee.core.catalog;

import dev.perigee.core.time.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** A process that notes one backup after the other, as fast as it can, until it has noted all of its own. */
public final class NotingProcess {

    static final Instant UNTIL = Instant.parse("2036-11-20T00:00:00Z");

    private NotingProcess() {}

    static Process start(Path directory, int first, int count) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NotingProcess.class.getName(),
                        directory.toString(),
                        String.valueOf(first),
                        String.valueOf(count))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** All within a second, so that none lets go of another. */
    static BackupId id(int number) {
        return new SnapshotId(Instant.parse("2026-11-20T00:00:00Z"), number, number);
    }

    /**
     * Notes them.
     *
     * @param arguments where; the first number; how many
     */
    public static void main(String[] arguments) {
        KnownBackups known = new KnownBackups(Path.of(arguments[0]), Timing.system());
        int first = Integer.parseInt(arguments[1]);
        for (int number = first; number < first + Integer.parseInt(arguments[2]); number++) {
            known.held().note("prod", "store", id(number), UNTIL);
            known.readBack("prod", id(0), "sink-" + number, "1-abc", UNTIL);
        }
    }
}
