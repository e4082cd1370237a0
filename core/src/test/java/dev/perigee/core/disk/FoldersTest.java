package dev.perigee.core.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {

    @TempDir
    Path folder;

    @Test
    void whatTheKernelShowsIsNoPlaceForFiles() {
        assertEquals(
                Optional.of("/proc/x/y, which is in the kernel's proc: nobody can keep files there"),
                Folders.unwritable(Path.of("/proc/x/y")));
        assertEquals(
                Optional.of("/sys/x, which is in the kernel's sysfs: nobody can keep files there"),
                Folders.unwritable(Path.of("/sys/x")));
        assertEquals(Optional.empty(), Folders.unwritable(folder.resolve("new")));
        assertEquals(Optional.empty(), Folders.unwritable(Path.of("/dev/shm/x")));
    }
}
