package dev.perigee.core.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSyncTest {

    @TempDir
    Path folder;

    @Test
    void theFileStaysWritableAndReadableMeanwhile() throws IOException {
        Path file = folder.resolve("file");
        try (FileChannel channel = DurableFile.create(file)) {
            DurableFile.write(channel, ByteBuffer.allocate(1 << 20));
            try (DiskSync sync = DiskSync.begin(channel)) {
                assertEquals(1 << 20, Files.readAllBytes(file).length);
                sync.await();
            }
            assertTrue(channel.isOpen());
        }
    }

    @Test
    void aFailureIsNotLost() throws IOException {
        FileChannel channel = DurableFile.create(folder.resolve("file"));
        channel.close();

        try (DiskSync sync = DiskSync.begin(channel)) {
            assertThrows(ClosedChannelException.class, sync::await);
        }
    }

    @Test
    void anInterruptEndsTheWaitingForADiskThatIsNotDone() {
        CountDownLatch done = new CountDownLatch(1);
        try (DiskSync sync = DiskSync.running(() -> {
            done.await();
            return null;
        })) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedIOException.class, sync::await);
            assertTrue(Thread.interrupted());
            done.countDown();
        }
    }
}
