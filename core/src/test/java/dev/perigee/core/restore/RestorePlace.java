package dev.perigee.core.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.format.snapshot.Progress;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A sound snapshot, a place to restore it to, and the requests that tests make of both. */
abstract class RestorePlace {

    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T04:05:06Z"));
    static final String THREE = "a=http://127.0.0.1:36001,b=http://127.0.0.1:36002,c=http://127.0.0.1:36005";

    @TempDir
    Path dir;

    Path source;
    Path target;

    @BeforeEach
    void makeSource() throws IOException {
        source = new SyntheticDatabase().rows(2, 500, 100).snapshot(dir.resolve("source.db"));
        target = Files.createDirectory(dir.resolve("work")).resolve("data");
    }

    void flipAByteInAValue() throws IOException {
        byte[] bytes = Files.readAllBytes(source);
        for (int i = bytes.length / 2; ; i++) {
            if (bytes[i] == 'c' && bytes[i + 1] == 'c' && bytes[i - 1] == 'c') {
                try (RandomAccessFile file = new RandomAccessFile(source.toFile(), "rw")) {
                    file.seek(i);
                    file.write('X');
                }
                return;
            }
        }
    }

    void precious() throws IOException {
        Files.writeString(Files.createDirectory(target).resolve("precious"), "precious");
    }

    RestoreRequest replacing() {
        return with(
                RestoreRequest.Cluster.DEFAULT,
                new RestoreRequest.Target(target, Optional.empty(), true, Optional.empty()));
    }

    static RestoreRequest.Cluster cluster(String name, String members, Optional<String> urls) {
        return new RestoreRequest.Cluster(name, members, "tok", urls, false);
    }

    static RestoreRequest.Data target(String version) {
        return new RestoreRequest.Data(false, false, Optional.empty(), false, Optional.of(version));
    }

    RestoreRequest with(RestoreRequest.Cluster cluster) {
        return with(cluster, RestoreRequest.Target.of(target));
    }

    RestoreRequest with(RestoreRequest.Cluster cluster, RestoreRequest.Target where) {
        return new RestoreRequest(source, source.toString(), cluster, where, RestoreRequest.Data.AS_IT_IS);
    }

    RestoreRequest with(RestoreRequest.Data data) {
        return new RestoreRequest(
                source, source.toString(), RestoreRequest.Cluster.DEFAULT, RestoreRequest.Target.of(target), data);
    }

    /** By the plan and by the run, which copies while it proves: in the same words, and without a trace. */
    OperationException refused(Outcome outcome, String part, RestoreRequest request) throws IOException {
        List<String> before = tree(dir);
        OperationException refusal =
                assertThrows(OperationException.class, () -> restore().plan(request));
        assertEquals(outcome, refusal.outcome(), refusal.getMessage());
        assertTrue(String.valueOf(refusal.getMessage()).contains(part), refusal.getMessage());
        OperationException second = assertThrows(OperationException.class, () -> run(request));
        assertEquals(refusal.getMessage(), second.getMessage());
        assertEquals(before, tree(dir));
        return refusal;
    }

    static Restore restore() {
        return restore(Progress.NONE);
    }

    static Restore restore(Progress progress) {
        return new Restore(new Timing(CLOCK, System::nanoTime, Thread::sleep, new Random()), progress);
    }

    static RestoreResult run(RestoreRequest request) throws OperationException {
        return restore().run(request);
    }

    static Path real(Path path) throws IOException {
        return path.getParent().toRealPath().resolve(path.getFileName());
    }

    static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    static List<String> tree(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.sorted()
                    .map(path -> mode(path) + " " + root.relativize(path))
                    .toList();
        }
    }

    static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
