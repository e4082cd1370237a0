package dev.perigee.distribution;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How a class cache is made beside a run, and what is left of that where it fails or is ended. */
class ClassCacheMakingTest {

    @Test
    void itsMakerHoldsNobodysStreamsAndLeavesNothingWhenItIsInterrupted() throws IOException {
        try (Product fresh = Product.unpack("interrupted")) {
            fresh.run(CacheFolder.ON, "--version").orFail();
            fresh.run(CacheFolder.ON, "--version").orFail();
            ProcessHandle maker = CacheFolder.of(fresh).maker();
            for (String stream : List.of("0", "1", "2")) {
                Path open = Path.of("/proc", String.valueOf(maker.pid()), "fd", stream);
                assertEquals(Path.of("/dev/null"), Files.readSymbolicLink(open));
            }
            eventually(
                    CacheFolder.LONG,
                    "it rehearses",
                    () -> maker.children().findAny().isPresent());
            List<ProcessHandle> all =
                    Stream.concat(Stream.of(maker), maker.descendants()).toList();

            maker.destroy();

            eventually(
                    CacheFolder.LONG, "all of it has ended", () -> all.stream().noneMatch(ProcessHandle::isAlive));
            assertEquals(List.of(), CacheFolder.of(fresh).ending(".making"));
            assertEquals(List.of(), CacheFolder.of(fresh).ending(".failed"));
            assertTrue(
                    CacheFolder.of(fresh).log().contains("interrupted; the next run begins anew"),
                    CacheFolder.of(fresh).log());
            fresh.run(CacheFolder.ON, "--version").orFail();
            CacheFolder.of(fresh).interruptMaker();
        }
    }

    @Test
    void whatItsMakerHasStartedEndsWithItEvenWhenThatIsKilled() throws IOException {
        try (Product fresh = Product.unpack("killed")) {
            fresh.run(CacheFolder.ON, "--version").orFail();
            fresh.run(CacheFolder.ON, "--version").orFail();
            ProcessHandle maker = CacheFolder.of(fresh).maker();
            eventually(CacheFolder.LONG, "it rehearses", () -> maker.children().count() > 1);
            List<ProcessHandle> started = maker.descendants().toList();
            for (ProcessHandle each : started) {
                if (each.info().command().filter(path -> path.endsWith("/java")).isPresent()) {
                    Command.run(Map.of(), List.of("kill", "-STOP", String.valueOf(each.pid())))
                            .orFail(); // so it can't just have come to its end
                }
            }

            maker.destroyForcibly();

            eventually(
                    CacheFolder.LONG,
                    "all of it has ended",
                    () -> started.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void whatAKilledMakerLeftIsSwept() throws IOException {
        try (Product fresh = Product.unpack("swept")) {
            fresh.run(CacheFolder.ON, "--version").orFail();
            Path cache = CacheFolder.of(fresh).ending(".wanted").getFirst().getParent();
            Path part = Files.createDirectory(cache.resolve("classes-1.aot.making"));
            Files.writeString(part.resolve("notes"), "forty megabytes");
            Files.writeString(
                    part.resolve("pid"),
                    "4194304 " + Instant.now().plusSeconds(600).getEpochSecond() + "\n");

            fresh.run(CacheFolder.ON, "--version").orFail();

            CacheFolder.of(fresh).maker();
            assertFalse(Files.exists(part));
            CacheFolder.of(fresh).interruptMaker();
        }
    }

    @Test
    void aFailureCountsForADay() throws IOException {
        try (Product fresh = Product.unpack("failing")) {
            Path cache = fresh.home().resolve("cache/classes-1.aot");
            Files.createDirectory(cache.getParent());
            Files.createFile(cache.resolveSibling("classes-1.aot.wanted"));
            Path failed = cache.resolveSibling("classes-1.aot.failed");

            make(fresh, cache, "-XX:NoSuchFlag");
            assertTrue(
                    CacheFolder.of(fresh).log().contains("could not be made"),
                    CacheFolder.of(fresh).log());
            assertEquals(List.of(), CacheFolder.of(fresh).ending(".making"));
            String until = Files.readString(failed);
            make(fresh, cache, "-XX:NoSuchFlag");
            assertEquals(until, Files.readString(failed));
            Files.writeString(failed, Instant.now().minusSeconds(1).getEpochSecond() + "\n");
            make(fresh, cache, "-XX:NoSuchFlag");
            assertFalse(Files.readString(failed).isBlank());
            assertTrue(Long.parseLong(Files.readString(failed).strip())
                    > Instant.now().getEpochSecond());
        }
    }

    private static void make(Product product, Path cache, String flag) {
        Product.command(
                product.home().resolve("libexec/make-class-cache").toString(),
                product.home().toString(),
                cache.toString(),
                flag);
    }
}
