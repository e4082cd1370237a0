package dev.perigee.core.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {

    @TempDir
    Path folder;

    @Test
    void onlyPartsOfProcessesThatAreGoneAreSwept() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path file = folder.resolve("saved.db");
        Path live = Files.createFile(DurableFile.part(file));
        Files.createFile(folder.resolve("saved.db." + gone.pid() + ".part"));
        Files.createFile(folder.resolve("saved.db." + gone.pid() + "-7.part"));
        Files.createFile(folder.resolve("other.db." + gone.pid() + ".part"));
        Files.createFile(folder.resolve("saved.db.mine.part"));
        Files.createFile(file);

        DurableFile.sweepParts(file);

        assertEquals(
                Set.of(
                        "saved.db",
                        live.getFileName().toString(),
                        "other.db." + gone.pid() + ".part",
                        "saved.db.mine.part"),
                names());
    }

    @Test
    void whoeverIsInterruptedStillGetsAFileWrittenAndStaysInterrupted() throws IOException {
        Path file = folder.resolve("file");

        Thread.currentThread().interrupt();
        try {
            DurableFile.replace(file, "whole".getBytes());
        } finally {
            assertTrue(Thread.interrupted(), "somebody else may wait for it to end");
        }

        assertEquals("whole", Files.readString(file));
        assertEquals(Set.of("file"), names());
    }

    @Test
    void aFileIsReplacedInOneStepAndLeavesNoPart() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");

        DurableFile.replace(file, "new".getBytes());

        assertEquals("new", Files.readString(file));
        assertEquals(Set.of("file"), names());
        assertTrue(Files.getPosixFilePermissions(file).size() == 2, "for its owner only");
    }

    @Test
    void theFirstSmallFileOfAProcessSweepsWhatKilledOnesLeftOfAny() throws Exception {
        long gone = ended();
        Files.createFile(folder.resolve("other." + gone + "-4.part"));
        Files.createFile(folder.resolve("somebody.part"));
        String live = "other." + ProcessHandle.current().pid() + "-4.part";
        Files.createFile(folder.resolve(live));

        DurableFile.replace(folder.resolve("file"), new byte[1]);

        assertEquals(Set.of("file", "somebody.part", live), names());
    }

    @Test
    void amongOthersFilesOnlyItsOwnPartsAreSwept() throws Exception {
        long gone = ended();
        Files.createFile(folder.resolve("key." + gone + "-1.part"));
        Files.createFile(folder.resolve("film." + gone + "-1.part"));

        DurableFile.replaceAmongOthers(folder.resolve("key"), new byte[1]);

        assertEquals(Set.of("key", "film." + gone + "-1.part"), names());
    }

    private static long ended() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }

    @Test
    void threadsThatReplaceTheSameFileDontTakeEachOthersPart() throws Exception {
        Path file = folder.resolve("file");

        List<Callable<String>> replacing = IntStream.range(0, 200)
                .mapToObj(number -> (Callable<String>) () -> {
                    DurableFile.replace(file, "whole".getBytes());
                    return Files.readString(file);
                })
                .toList();

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<String> read : threads.invokeAll(replacing)) {
                assertEquals("whole", read.get());
            }
        }
        assertEquals(Set.of("file"), names());
    }

    @Test
    void whatCannotBePublishedLeavesNoPart() throws IOException {
        Path file = Files.createDirectories(folder.resolve("a folder/with something"))
                .getParent();

        assertThrows(IOException.class, () -> DurableFile.replace(file, "new".getBytes()));

        assertEquals(Set.of("a folder"), names());
    }

    @Test
    void aFolderAndADeviceAreNotReplaced() {
        assertThrows(FileSystemException.class, () -> DurableFile.requireReplaceable(folder));
        assertThrows(FileSystemException.class, () -> DurableFile.requireReplaceable(Path.of("/dev/null")));
    }

    private Set<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
