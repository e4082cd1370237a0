package dev.perigee.daemon.metrics;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.engine.Status;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Metrics in a file, for the textfile collector of node_exporter: written aside and renamed, so that none is ever scraped by halves,
 * and readable for everybody, since the exporter is another user.
 *
 * @param file its name ends in {@code .prom}, or the collector passes it over
 */
public record TextFile(Path file) {

    private static final Set<PosixFilePermission> FOR_ALL = PosixFilePermissions.fromString("rw-r--r--");

    /**
     * Writes what lies in the sinks, as {@code /metrics} has it.
     *
     * @param status what lies there
     * @param version our own
     * @throws OperationException BAD_REQUEST for a name that nobody would read, else DENIED, NO_SPACE or INPUT_OUTPUT; the old file is
     *     as it was
     */
    public void write(Status status, String version) throws OperationException {
        requireName();
        String text = MetricFamily.text(new SinkMetrics(List.of()).of(Optional.of(status), version));
        try {
            DurableFile.requireReplaceable(file);
            DurableFile.sweepParts(file);
            Path part = DurableFile.part(file);
            try (FileChannel channel = DurableFile.create(part)) {
                DurableFile.write(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            Files.setPosixFilePermissions(part, FOR_ALL);
            DurableFile.publish(part, file);
        } catch (IOException e) {
            throw OperationException.ofDisk("can't write the metrics to " + file, e);
        }
    }

    private void requireName() throws OperationException {
        if (!file.toString().endsWith(".prom")) {
            throw new OperationException(
                    Outcome.BAD_REQUEST,
                    "node_exporter reads no file of this name: " + file,
                    Optional.of("let it end in .prom"),
                    Optional.empty());
        }
    }
}
