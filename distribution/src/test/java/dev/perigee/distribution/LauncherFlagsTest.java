package dev.perigee.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each command has the JVM's flags for what it does: one that is new has to be put here, and then perhaps into the launcher. */
class LauncherFlagsTest {

    private static final Path MANUAL = Product.repository()
            .resolve("distribution/target/perigee-" + System.getProperty("perigee.version", "0.1.0")
                    + "/share/man/man1");

    /** They read bodies of snapshots, or measure a sink: slow without the fast compiler, and they may need memory. */
    private static final Set<String> HEAVY = Set.of(
            "daemon",
            "data-dir check",
            "etcdctl snapshot restore",
            "etcdctl snapshot save",
            "etcdctl snapshot status",
            "export",
            "import",
            "keys diff",
            "keys get",
            "keys history",
            "keys ls",
            "keys restore",
            "keys top",
            "sink check",
            "snapshot drill",
            "snapshot fetch",
            "snapshot hashkv",
            "snapshot prune",
            "snapshot restore",
            "snapshot save",
            "snapshot show",
            "snapshot status",
            "snapshot verify");

    /** They ask, or read what is small: they shall start fast. So do all of etcdctl's but its snapshots. */
    private static final Set<String> LIGHT = Set.of(
            "completion",
            "config check",
            "config from-gravity",
            "config show",
            "endpoint hashkv",
            "endpoint health",
            "endpoint status",
            "help",
            "history list",
            "history status",
            "key new",
            "key show",
            "keys undo",
            "member add",
            "member list",
            "member promote",
            "member remove",
            "member update",
            "report",
            "sink list",
            "sink new",
            "snapshot delete",
            "snapshot list",
            "status");

    private static final Path LAUNCHER = Product.repository().resolve("distribution/src/main/bin/perigee");

    @TempDir
    Path home;

    /** A launcher whose Java only says how it was called. */
    @BeforeEach
    void install() throws IOException {
        Files.createDirectory(home.resolve("bin"));
        Files.copy(LAUNCHER, home.resolve("bin/perigee"));
        Path java = Files.createDirectories(home.resolve("runtime/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void eachCommandIsKnownToBeHeavyOrLight() throws IOException {
        Set<String> known = new TreeSet<>(HEAVY);
        known.addAll(LIGHT);

        assertEquals(
                known,
                commands().stream()
                        .filter(command -> HEAVY.contains(command) || !command.startsWith("etcdctl "))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void onlyHeavyOnesHaveTheFastCompiler() throws IOException {
        assertEquals(
                new TreeSet<>(HEAVY),
                commands().stream().filter(this::hasFastCompiler).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** The launcher has to pass over a value that stands before the command, and over nothing else. */
    @Test
    void itKnowsWhichOptionsTakeAValue() throws IOException {
        Matcher list = Pattern.compile("case \\$before in\\s+(-[^)]*)\\)").matcher(Files.readString(LAUNCHER));
        assertTrue(list.find(), LAUNCHER::toString);

        assertEquals(valueOptions(), new TreeSet<>(Set.of(list.group(1).split("[\\s|\\\\]+"))));
    }

    @Test
    void aNameIsNoCommand() {
        assertFalse(hasFastCompiler("--config daemon snapshot list"));
        assertFalse(hasFastCompiler("snapshot list --sink daemon"));
        assertFalse(hasFastCompiler("snapshot list --cluster export"));
        assertTrue(hasFastCompiler("--config=x --state-dir y daemon"));
    }

    private static Set<String> valueOptions() throws IOException {
        return Files.readAllLines(MANUAL.resolve("perigee.1")).stream()
                .map(line -> line.replace("\\", ""))
                .filter(line -> line.matches("\\.B \"-.*=.*"))
                .flatMap(line -> Stream.of(line.replaceAll("^\\.B \"|=.*", "").split(", ")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean hasFastCompiler(String command) {
        List<String> line = new ArrayList<>(List.of(home.resolve("bin/perigee").toString(), "--quiet"));
        line.addAll(List.of(command.split(" ")));
        return Command.run(Product.clean(Map.of("PERIGEE_CLASS_CACHE", "off")), line)
                .orFail()
                .stdout()
                .lines()
                .noneMatch("-XX:TieredStopAtLevel=1"::equals);
    }

    /** Those with a manual page that aren't the head of others. */
    private static Set<String> commands() throws IOException {
        Set<String> pages;
        try (Stream<Path> files = Files.list(MANUAL)) {
            pages = files.map(file -> file.getFileName().toString().replaceFirst("\\.1$", ""))
                    .collect(Collectors.toSet());
        }
        return pages.stream()
                .filter(page -> pages.stream().noneMatch(other -> other.startsWith(page + "-")))
                .map(page -> words(page, pages))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String words(String page, Set<String> pages) {
        return pages.stream()
                .filter(head -> page.startsWith(head + "-"))
                .max(Comparator.comparingInt(String::length))
                .map(head -> (words(head, pages) + " " + page.substring(head.length() + 1)).strip())
                .orElse("");
    }
}
