package dev.perigee.distribution;

import static dev.perigee.test.servers.Eventually.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where an installation of root's has its class cache, and who makes it. */
record CacheFolder(Path path) {

    static final Duration LONG = Duration.ofMinutes(5);

    /** What a run needs to have one. */
    static final Map<String, String> ON = Map.of("PERIGEE_CLASS_CACHE", "");

    static CacheFolder of(Product product) {
        return new CacheFolder(product.home().resolve("cache"));
    }

    List<Path> ending(String ending) {
        if (Files.notExists(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String log() throws IOException {
        return Files.readString(path.resolve("class-cache.log"));
    }

    /** The process that makes one, once it has begun. */
    ProcessHandle maker() {
        eventually(LONG, "a cache is being made", () -> findMaker().isPresent());
        return findMaker().orElseThrow();
    }

    private Optional<ProcessHandle> findMaker() {
        for (Path making : ending(".making")) {
            try {
                String pid = Files.readString(making.resolve("pid")).strip().split(" ")[0];
                return pid.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(pid));
            } catch (IOException e) {
                return Optional.empty(); // it has just begun
            }
        }
        return Optional.empty();
    }

    void interruptMaker() {
        ProcessHandle maker = maker();
        maker.destroy();
        eventually(LONG, "its making has ended", () -> !maker.isAlive());
    }
}
