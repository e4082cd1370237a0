package dev.perigee.cli.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.CliRun;
import dev.perigee.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCommandsTest {

    @TempDir
    Path folder;

    @Test
    void aMissingFileIsNotFound() {
        CliRun run = CliRun.of("snapshot", "status", folder.resolve("x.db").toString());

        assertEquals(ExitCode.NOT_FOUND, run.code());
        assertTrue(run.err().contains("x.db"), run.err());
    }

    @Test
    void aDirectoryIsBadInput() {
        assertEquals(
                ExitCode.BAD_INPUT,
                CliRun.of("snapshot", "status", folder.toString()).code());
    }

    /** To open a pipe would wait for somebody to write to it. */
    @Test
    void aPipeOrADeviceIsBadInputAtOnce() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        String target = folder.resolve("data").toString();

        for (String source : new String[] {pipe.toString(), "/dev/zero"}) {
            for (String[] command : new String[][] {
                {"snapshot", "status", source},
                {"snapshot", "verify", source},
                {"snapshot", "hashkv", source},
                {"snapshot", "restore", source, "--data-dir", target},
                {"export", "--from", source},
            }) {
                CliRun run = CliRun.of(command);

                assertEquals(ExitCode.BAD_INPUT, run.code(), run.err());
                assertTrue(run.err().contains(source + "' is a device or a pipe"), run.err());
            }
        }
    }

    @Test
    void aKeyIsNotWaitedForWhereNobodyMayEverWriteOne() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

        CliRun run = CliRun.of("key", "show", pipe.toString());

        assertEquals(ExitCode.BAD_INPUT, run.code());
        assertTrue(run.err().contains("is a pipe, which may never get a writer"), run.err());
    }

    @Test
    void aNewKeyNeedsANameAndAFolder() {
        Path file = folder.resolve("no/dir/key");

        CliRun unnamed = CliRun.of("key", "new", "");
        CliRun homeless = CliRun.of("key", "new", file.toString());

        assertEquals(ExitCode.BAD_INPUT, unnamed.code());
        assertTrue(unnamed.err().contains("the name of the key's file is empty"), unnamed.err());
        assertEquals(ExitCode.IO, homeless.code());
        assertTrue(
                homeless.err().contains("the directory " + file.getParent() + " doesn't exist\nhint: make it"),
                homeless.err());
    }

    @Test
    void anOptionThatDoesNothingIsRefused() {
        String file = folder.resolve("etcd.db").toString();
        String target = folder.resolve("data").toString();

        for (String[] command : new String[][] {
            {"snapshot", "status", file, "--sink", "offsite"},
            {"snapshot", "verify", file, "--sink", "offsite"},
            {"snapshot", "hashkv", file, "--newer-than", "2 hours ago"},
            {"snapshot", "restore", file, "--data-dir", target, "--sink", "offsite"},
            {"snapshot", "verify", "latest", "--sink", "offsite", "--all-sinks"},
            {"snapshot", "restore", file, "--data-dir", target, "--yes"},
            {"snapshot", "restore", file, "--data-dir", target, "--bump-revision", "0"},
            {"snapshot", "restore", file, "--members", "--name", "a"},
            {"snapshot", "restore", file, "--members", "--initial-advertise-peer-urls", "http://a:2380"},
            {"export", "--from", file, "--sink", "offsite"},
            {"export", "--rev", "7", "--sink", "offsite"},
            {"export", "--rev", "7", "--newer-than", "2 hours ago"},
            {"export", "--from", file, "--strip-prefix", "/a"},
            {"export", "--from", file, "--keys-only", "--safe"},
            {"import", file, "--yes"},
            {"keys", "ls", "--from", "live", "--sink", "offsite"},
            {"keys", "ls", "--depth", "3"},
            {"keys", "top", "--sink", "offsite"},
            {"keys", "get", "k", "--sink", "offsite"},
            {"keys", "get", "k", "--keys-only", "--pretty"},
            {"keys", "get", "k", "--keys-only", "--print-value-only"},
            {"keys", "history", "k", "--sink", "offsite"},
            {"keys", "diff", file, "live", "--sink", "offsite"},
            {"keys", "restore", "live", "--rev", "7", "--prefix", "a", "--sink", "offsite"},
        }) {
            CliRun run = CliRun.of(command);

            assertEquals(ExitCode.BAD_ARGUMENTS, run.code(), List.of(command) + run.err());
            assertTrue(run.err().contains(" does nothing"), run.err());
        }
    }

    @Test
    void aPackedFileIsNamedAsSuchWithWhatUnpacksIt() throws IOException {
        Path packed = Files.write(folder.resolve("etcd.db.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});
        String source = packed.toString();

        for (String[] command : new String[][] {
            {"snapshot", "status", source},
            {"snapshot", "verify", source},
            {"snapshot", "hashkv", source},
            {"snapshot", "restore", source, "--data-dir", folder.resolve("data").toString()},
            {"export", "--from", source},
        }) {
            CliRun run = CliRun.of(command);

            assertEquals(ExitCode.BAD_INPUT, run.code(), run.err());
            assertTrue(run.err().contains("is compressed with gzip, not a snapshot"), run.err());
            assertTrue(
                    run.err().contains("gzip -dc '" + source + "' > '" + folder.resolve("etcd.db") + "'"), run.err());
        }
    }

    @Test
    void everyWayToPackIsTold() throws IOException {
        for (String start : new String[] {
            "age-encryption.org/v1\n", "-----BEGIN AGE ENCRYPTED FILE-----\n", "PK\u0003\u0004", "Salted__12345678"
        }) {
            Path file = Files.writeString(folder.resolve("x"), start);

            assertEquals(
                    ExitCode.BAD_INPUT,
                    CliRun.of("snapshot", "status", file.toString()).code(),
                    start);
        }
    }

    @Test
    void theWordHelpIsNoNameButAsksForHelp() {
        for (String command : new String[] {"save", "status", "show"}) {
            CliRun run = CliRun.of("snapshot", command, "help");

            assertEquals(CliRun.of("snapshot", command, "--help"), run);
        }
        assertEquals(
                ExitCode.NOT_FOUND, CliRun.of("snapshot", "status", "./help").code());
    }

    @Test
    void anEmptyNameIsNoFile() {
        for (String command : new String[] {"status", "save"}) {
            CliRun run = CliRun.of("snapshot", command, "");

            assertEquals(ExitCode.BAD_ARGUMENTS, run.code(), run.err());
            assertTrue(run.err().contains("the name of the file is empty"), run.err());
        }
    }

    @Test
    void aLoneDashIsExplained() {
        for (String command : new String[] {"status", "hashkv", "save"}) {
            CliRun run = CliRun.of("snapshot", command, "-");

            assertEquals(ExitCode.BAD_ARGUMENTS, run.code());
            assertTrue(run.err().contains("'-'"), run.err());
        }
    }

    @Test
    void somethingElseIsDamaged() throws IOException {
        Path file = Files.writeString(folder.resolve("x.db"), "something else");

        assertEquals(
                ExitCode.DAMAGED,
                CliRun.of("snapshot", "hashkv", file.toString()).code());
    }

    @Test
    void anUnknownFormatIsNotSupported() {
        CliRun run = CliRun.of("snapshot", "status", "x.db", "-w", "yaml");

        assertEquals(ExitCode.FEATURE, run.code());
        assertTrue(run.err().startsWith("Error: unsupported output format 'yaml'\n"), run.err());
    }

    @Test
    void theArgumentsCountIsChecked() {
        assertEquals(ExitCode.BAD_ARGUMENTS, CliRun.of("snapshot", "status").code());
        assertEquals(
                ExitCode.BAD_ARGUMENTS,
                CliRun.of("snapshot", "status", "a", "b").code());
        assertEquals(
                ExitCode.BAD_ARGUMENTS,
                CliRun.of("snapshot", "save", "x.db", "--all").code());
    }
}
