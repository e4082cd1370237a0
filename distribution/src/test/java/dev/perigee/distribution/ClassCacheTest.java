package dev.perigee.distribution;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private static Product product;
    private static Path made;

    /** It comes beside the second run at the lowest priority, for which a busy machine has no time: here it keeps the run's own. */
    @BeforeAll
    static void twoRunsUnderTheWorstUmask(@TempDir Path tools) throws IOException {
        product = Product.unpack("with a cache");
        CacheFolder cache = CacheFolder.of(product);
        Path nice = Files.writeString(tools.resolve("nice"), """
                #!/bin/sh
                echo "$1 $2" >"$0.asked"
                shift 2
                exec "$@"
                """);
        Files.setPosixFilePermissions(nice, PosixFilePermissions.fromString("rwxr-xr-x"));
        run(tools, "umask 000; '" + product.launcher() + "' --version").orFail();
        assertEquals(List.of(), cache.ending(".making"));
        run(tools, "umask 000; '" + product.launcher() + "' --version | cat").orFail();
        eventually(
                CacheFolder.LONG,
                "the second run has a cache made, and nothing of its making is left",
                () -> !cache.ending(".aot").isEmpty() && cache.ending(".making").isEmpty());
        assertEquals("-n 19\n", Files.readString(tools.resolve("nice.asked")));
        made = cache.ending(".aot").getFirst();
    }

    @AfterAll
    static void remove() {
        product.close();
    }

    private static CommandResult run(Path tools, String script) {
        Map<String, String> environment = new HashMap<>(CacheFolder.ON);
        environment.put("PATH", tools + ":" + System.getenv("PATH"));
        return Command.run(Product.clean(environment), List.of("sh", "-c", script));
    }

    /** Which cache a run uses, as it tells itself; it works either way. */
    private static String used(Product product) {
        CommandResult result =
                product.run(CacheFolder.ON, "--version", "--debug").orFail();
        assertTrue(result.stdout().startsWith("perigee "), result.stdout());
        return result.stderr().strip();
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void laterRunsUseItAndSayNothing() {
        CommandResult silent = product.run(CacheFolder.ON, "--version");

        assertEquals("", silent.stderr());
        assertEquals("class cache: " + made, used(product));
    }

    @Test
    void itIsForEverybodyAndNobodyElseCanWriteIt() throws IOException {
        assertEquals("rw-r--r--", mode(made));
        assertEquals("rwxr-xr-x", mode(made.getParent()));
        assertEquals(
                "class cache: " + made,
                product.runAsNobody(CacheFolder.ON, "--version", "--debug")
                        .stderr()
                        .strip());
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
            Path cache = CacheFolder.of(copy).ending(".aot").getFirst();
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

    /** At another place it has another name, by which the copy's launcher asks for it. None is made anew where it isn't used. */
    private static Product copy() throws IOException {
        Product copy = Product.unpack("a copy");
        copy.run(CacheFolder.ON, "--version").orFail();
        Path wanted = CacheFolder.of(copy).ending(".wanted").getFirst();
        Path cache = wanted.resolveSibling(wanted.getFileName().toString().replace(".wanted", ""));
        Files.copy(made, cache);
        Files.delete(wanted);
        Files.writeString(
                Path.of(cache + ".failed"), Instant.now().plusSeconds(3600).getEpochSecond() + "\n");
        return copy;
    }

    @Test
    void aBrokenOneIsSilentlyPassedOver() throws IOException {
        try (Product copy = copy()) {
            Files.writeString(CacheFolder.of(copy).ending(".aot").getFirst(), "this is no class cache");

            CommandResult result = copy.run(CacheFolder.ON, "--version");

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

            CommandResult first = product.run(CacheFolder.ON, "--version");
            assertTrue(first.exitCode() != 0 || length == 4096, "half a cache of noise was not met");
            if (first.exitCode() != 0) {
                requireDropped(first, made);
                assertTrue(Long.parseLong(Files.readString(failed).strip())
                        > Instant.now().getEpochSecond());
            }
            assertEquals("", product.run(CacheFolder.ON, "--version").orFail().stderr());
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

            CommandResult crashed = product.runAsNobody(CacheFolder.ON, "--version");

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
}
