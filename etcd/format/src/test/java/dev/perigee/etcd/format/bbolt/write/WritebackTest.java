package dev.perigee.etcd.format.bbolt.write;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritebackTest {

    private static final long ENOUGH = 64 << 20;

    @TempDir
    Path dir;

    @Test
    void aDiskThatFailsMeanwhileIsToldAtTheEnd() throws IOException {
        FileChannel channel = channel();
        try (Writeback writeback = new Writeback(channel)) {
            channel.close(); // as good as a disk that has gone

            writeback.reached(ENOUGH);

            assertThrows(IOException.class, writeback::await);
        }
    }

    @Test
    void littleIsLeftToTheEnd() throws IOException {
        FileChannel channel = channel();
        try (Writeback writeback = new Writeback(channel)) {
            channel.close();

            writeback.reached(ENOUGH - 1);

            writeback.await();
        }
    }

    private FileChannel channel() throws IOException {
        return FileChannel.open(dir.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
