package dev.perigee.distribution;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests run as root, whose installation it is. The cache of the first product is made once; nobody changes it. */
class ClassCacheTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Map<String, String> ON = Map.of("PERIGEE_CLASS_CACHE", "");

    private static Product product;
    private static Path made;

    @BeforeAll
    static void twoRunsUnderTheWorstUmask() throws IOException {
        product = Product.unpack("with a cache");
        run("umask 000; '" + product.launcher() + "' --version").orFail();
        assertEquals(List.of(), ending(product, ".making"));
        run("umask 000; '" + product.launcher() + "' --version | cat").orFail();
        eventually(
                LONG,
                "the second run has a cache made",
                () -> !ending(product, ".aot").isEmpty());
        eventually(
                LONG,
                "nothing of its making is left",
                () -> ending(product, ".making").isEmpty());
        made = ending(product, ".aot").getFirst();
    }

    @AfterAll
    static void remove() {
        product.close();
    }

    private static CommandResult run(String script) {
        return Command.run(Product.clean(ON), List.of("sh", "-c", script));
    }

    private static List<Path> ending(Product product, String ending) {
        Path cache = product.home().resolve("cache");
        if (Files.notExists(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which cache a run uses, as it tells itself; it works either way. */
    private static String used(Product product) {
        CommandResult result = product.run(ON, "--version", "--debug").orFail();
        assertTrue(result.stdout().startsWith("perigee "), result.stdout());
        return result.stderr().strip();
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void laterRunsUseItAndSayNothing() {
        CommandResult silent = product.run(ON, "--version");

        assertEquals("", silent.stderr());
        assertEquals("class cache: " + made, used(product));
    }

    @Test
    void itIsForEverybodyAndNobodyElseCanWriteIt() throws IOException {
        assertEquals("rw-r--r--", mode(made));
        assertEquals("rwxr-xr-x", mode(made.getParent()));
        assertEquals(
                "class cache: " + made,
                product.runAsNobody(ON, "--version", "--debug").stderr().strip());
    }

    /** This class is met only when a snapshot arrives, which the rehearsal has a member of its own for. */
    @Test
    void itHoldsWhatASnapshotThatArrivesNeeds() {
        Map<String, String> telling = Map.of("PERIGEE_CLASS_CACHE", "", "PERIGEE_JAVA_OPTS", "-Xlog:class+load");

        String loaded = product.run(telling, "--version").orFail().stdout();

        String inTheCache = "io.etcd.jetcd.api.SnapshotResponse source: shared objects file";
        assertTrue(loaded.contains(inTheCache), loaded);
    }

    /** Half of the classes that such a run meets are the client's, which its plugin's own loader loads. */
    @ParameterizedTest
    @CsvSource({"s3, software.amazon.awssdk.services.s3.S3Client", "minio, io.minio.Http"})
    void itHoldsAPluginsClasses(String type, String client, @TempDir Path folder) throws IOException {
        Path configuration = Files.writeString(folder.resolve("perigee.conf"), """
                perigee {
                  clusters.one.endpoints = ["http://127.0.0.1:9"]
                  sinks.there {
                    type = %s, endpoint = "http://127.0.0.1:9", bucket = none, access-key = nobody, secret-key = nothing
                    retry.attempts = 1
                  }
                }
                """.formatted(type));
        Map<String, String> telling = Map.of("PERIGEE_CLASS_CACHE", "", "PERIGEE_JAVA_OPTS", "-Xlog:class+load");

        String loaded = product.run(telling, "snapshot", "list", "--config", configuration.toString())
                .stdout();

        assertTrue(loaded.contains(client + " source: shared objects file"), loaded);
    }

    /** With a cache the JVM wouldn't start: "Unable to use AOT cache". */
    @ParameterizedTest
    @CsvSource({
        "PERIGEE_JAVA_OPTS, -Xmn32m",
        "PERIGEE_JAVA_OPTS, -Xmx64m -XX:NewSize=32m",
        "PERIGEE_JAVA_OPTS, -Xshare:off",
        "JDK_JAVA_OPTIONS, -Xmn32m",
        "JAVA_TOOL_OPTIONS, -Xmn32m"
    })
    void flagsThatDoNotGetOnWithItGoWithoutIt(String variable, String flags) {
        CommandResult result = product.run(Map.of("PERIGEE_CLASS_CACHE", "", variable, flags), "--version", "--debug")
                .orFail();

        String odd = flags.substring(flags.lastIndexOf(' ') + 1);
        assertTrue(result.stderr().contains("class cache: none; not with " + odd), result.stderr());
    }

    @Test
    void itDoesNotLieAmongTheJars() throws IOException {
        try (Stream<Path> files = Files.list(product.home().resolve("lib"))) {
            assertEquals(
                    List.of(),
                    files.filter(file -> !file.toString().endsWith(".jar")).toList());
        }
    }

    @Test
    void whatAnotherUserCouldHaveWrittenIsPassedOver() throws IOException {
        try (Product copy = copy()) {
            Path cache = ending(copy, ".aot").getFirst();
            assertEquals("class cache: " + cache, used(copy));

            Product.command("chown", "65534", cache.toString()).orFail();
            assertTrue(used(copy).startsWith("class cache: none"));
            Product.command("chown", "0", cache.toString()).orFail();
            Product.command("chmod", "0646", cache.toString()).orFail();
            assertTrue(used(copy).startsWith("class cache: none"));
            Product.command("chmod", "0444", cache.toString()).orFail();
            Product.command("chmod", "0775", cache.getParent().toString()).orFail();
            assertTrue(used(copy).startsWith("class cache: none"));
            Product.command("chmod", "0755", cache.getParent().toString()).orFail();
            assertEquals("class cache: " + cache, used(copy));
        }
    }

    /** At another place it has another name, by which the copy's launcher asks for it. */
    private static Product copy() throws IOException {
        Product copy = Product.unpack("a copy");
        copy.run(ON, "--version").orFail();
        Path wanted = ending(copy, ".wanted").getFirst();
        Path cache = wanted.resolveSibling(wanted.getFileName().toString().replace(".wanted", ""));
        Files.copy(made, cache);
        Files.delete(wanted);
        return copy;
    }

    @Test
    void aBrokenOneIsSilentlyPassedOver() throws IOException {
        try (Product copy = copy()) {
            Files.writeString(ending(copy, ".aot").getFirst(), "this is no class cache");

            CommandResult result = copy.run(ON, "--version");

            assertEquals(0, result.exitCode());
            assertEquals("", result.stderr());
            assertTrue(result.stdout().startsWith("perigee "), result.stdout());
        }
    }

    /**
     * Whether 4 KiB of noise are met at all depends on where they lie; half a cache of them is. Only at its own place does the JVM
     * take a cache.
     */
    @ParameterizedTest
    @CsvSource({"5, 4096", "20, 4096", "35, 4096", "50, 4096", "65, 4096", "80, 4096", "25, 26000000"})
    void oneThatIsDamagedInTheMiddleCostsOneRunAtMost(int percent, int length) throws IOException {
        byte[] whole = Files.readAllBytes(made);
        Path failed = Path.of(made + ".failed");
        try {
            damage(made, whole.length / 100L * percent, length);

            CommandResult first = product.run(ON, "--version");
            assertTrue(first.exitCode() != 0 || length == 4096, "half a cache of noise was not met");
            if (first.exitCode() != 0) {
                requireDropped(first, made);
                assertTrue(Long.parseLong(Files.readString(failed).strip())
                        > Instant.now().getEpochSecond());
            }
            assertEquals("", product.run(ON, "--version").orFail().stderr());
        } finally {
            Files.write(made, whole);
            Files.deleteIfExists(failed);
        }
    }

    @Test
    void oneThatMakesJavaCrashStaysWhereItIsAnotherUsers() throws IOException {
        byte[] whole = Files.readAllBytes(made);
        try {
            damage(made, whole.length / 4, whole.length / 2);

            CommandResult crashed = product.runAsNobody(ON, "--version");

            assertTrue(crashed.exitCode() != 0, crashed.stderr());
            assertTrue(crashed.stderr().contains("let its owner remove it"), crashed.stderr());
            assertTrue(Files.exists(made));
        } finally {
            Files.write(made, whole);
        }
    }

    private static void damage(Path cache, long from, int length) throws IOException {
        byte[] noise = new byte[length];
        new Random(from).nextBytes(noise);
        try (FileChannel file = FileChannel.open(cache, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(noise), from);
        }
    }

    private static void requireDropped(CommandResult crashed, Path cache) {
        assertTrue(crashed.exitCode() != 0, crashed.stdout());
        assertTrue(crashed.stderr().contains("may be damaged: " + cache), crashed.stderr());
        assertTrue(crashed.stderr().contains("run this again"), crashed.stderr());
        assertFalse(Files.exists(cache));
    }

    @Test
    void anotherSetOfPluginsNeverMeetsAnOldOne() throws IOException {
        try (Product copy = copy()) {
            Path plugin = copy.home().resolve("plugins/local");
            try (Stream<Path> jars = Files.list(plugin)) {
                Files.copy(jars.findFirst().orElseThrow(), plugin.resolve("another.jar"));
            }

            assertTrue(used(copy).startsWith("class cache: none"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lib", "plugins/local"})
    void aJarReplacedByOneOfTheSameSizeAndTimeNeverMeetsAnOldOne(String folder) throws IOException {
        try (Product copy = copy()) {
            assertTrue(used(copy).endsWith(".aot"));
            Path jar;
            try (Stream<Path> jars = Files.list(copy.home().resolve(folder))) {
                jar = jars.sorted().findFirst().orElseThrow();
            }
            FileTime time = Files.getLastModifiedTime(jar);
            Path other = Files.copy(jar, jar.resolveSibling("other"));
            Files.setLastModifiedTime(other, time);
            Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);

            assertEquals(time, Files.getLastModifiedTime(jar));
            assertTrue(used(copy).startsWith("class cache: none"));
        }
    }

    @Test
    void itsMakerHoldsNobodysStreamsAndLeavesNothingWhenItIsInterrupted() throws IOException {
        try (Product fresh = Product.unpack("interrupted")) {
            fresh.run(ON, "--version").orFail();
            fresh.run(ON, "--version").orFail();
            ProcessHandle maker = maker(fresh);
            for (String stream : List.of("0", "1", "2")) {
                Path open = Path.of("/proc", String.valueOf(maker.pid()), "fd", stream);
                assertEquals(Path.of("/dev/null"), Files.readSymbolicLink(open));
            }
            eventually(LONG, "it rehearses", () -> maker.children().findAny().isPresent());
            List<ProcessHandle> all =
                    Stream.concat(Stream.of(maker), maker.descendants()).toList();

            maker.destroy();

            eventually(LONG, "all of it has ended", () -> all.stream().noneMatch(ProcessHandle::isAlive));
            assertEquals(List.of(), ending(fresh, ".making"));
            assertEquals(List.of(), ending(fresh, ".failed"));
            assertTrue(log(fresh).contains("interrupted; the next run begins anew"), log(fresh));
            fresh.run(ON, "--version").orFail();
            interrupt(fresh);
        }
    }

    @Test
    void whatItsMakerHasStartedEndsWithItEvenWhenThatIsKilled() throws IOException {
        try (Product fresh = Product.unpack("killed")) {
            fresh.run(ON, "--version").orFail();
            fresh.run(ON, "--version").orFail();
            ProcessHandle maker = maker(fresh);
            eventually(LONG, "it rehearses", () -> maker.children().count() > 1);
            List<ProcessHandle> started = maker.descendants().toList();
            for (ProcessHandle each : started) {
                if (each.info().command().filter(path -> path.endsWith("/java")).isPresent()) {
                    Command.run(Map.of(), List.of("kill", "-STOP", String.valueOf(each.pid())))
                            .orFail(); // so it can't just have come to its end
                }
            }

            maker.destroyForcibly();

            eventually(LONG, "all of it has ended", () -> started.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void whatAKilledMakerLeftIsSwept() throws IOException {
        try (Product fresh = Product.unpack("swept")) {
            fresh.run(ON, "--version").orFail();
            Path cache = ending(fresh, ".wanted").getFirst().getParent();
            Path part = Files.createDirectory(cache.resolve("classes-1.aot.making"));
            Files.writeString(part.resolve("notes"), "forty megabytes");
            Files.writeString(
                    part.resolve("pid"),
                    "4194304 " + Instant.now().plusSeconds(600).getEpochSecond() + "\n");

            fresh.run(ON, "--version").orFail();

            maker(fresh);
            assertFalse(Files.exists(part));
            interrupt(fresh);
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
            assertTrue(log(fresh).contains("could not be made"), log(fresh));
            assertEquals(List.of(), ending(fresh, ".making"));
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

    private static String log(Product product) throws IOException {
        return Files.readString(product.home().resolve("cache/class-cache.log"));
    }

    private static ProcessHandle maker(Product product) {
        eventually(LONG, "a cache is being made", () -> makerOf(product).isPresent());
        return makerOf(product).orElseThrow();
    }

    private static Optional<ProcessHandle> makerOf(Product product) {
        for (Path making : ending(product, ".making")) {
            try {
                String pid = Files.readString(making.resolve("pid")).strip().split(" ")[0];
                return pid.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(pid));
            } catch (IOException e) {
                return Optional.empty(); // it has just begun
            }
        }
        return Optional.empty();
    }

    private static void interrupt(Product product) {
        ProcessHandle maker = maker(product);
        maker.destroy();
        eventually(LONG, "its making has ended", () -> !maker.isAlive());
    }
}
