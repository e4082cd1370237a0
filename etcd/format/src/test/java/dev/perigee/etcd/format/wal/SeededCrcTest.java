package dev.perigee.etcd.format.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class SeededCrcTest {

    @Test
    void itGoesOnFromAnyValue() {
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            byte[] before = new byte[random.nextInt(40)];
            byte[] after = new byte[random.nextInt(40)];
            random.nextBytes(before);
            random.nextBytes(after);
            CRC32C whole = new CRC32C();
            whole.update(before);

            CRC32C goingOn = SeededCrc.of((int) whole.getValue());
            goingOn.update(after);
            whole.update(after);

            assertEquals(whole.getValue(), goingOn.getValue());
        }
    }
}
