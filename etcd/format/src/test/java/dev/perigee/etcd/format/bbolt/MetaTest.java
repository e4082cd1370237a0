package dev.perigee.etcd.format.bbolt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.format.hash.Fnv1a64;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetaTest {

    /** The first 80 bytes of a snapshot that etcd 3.4.23 sent. */
    private static final byte[] REAL = HexFormat.of()
            .parseHex("0000000000000000" + "0400" + "0000" + "00000000"
                    + "edda0ced" + "02000000" + "00100000" + "00000000" + "0200000000000000" + "0000000000000000"
                    + "ffffffffffffffff" + "0500000000000000" + "0900000000000000" + "2dc721a3936a2bd6");

    private static final Meta META = new Meta(4096, 2, 0, Meta.NO_FREELIST, 5, 9);

    @Test
    void aRealMetaPageIsRead() {
        assertEquals(Optional.of(META), Meta.read(MemorySegment.ofArray(REAL)));
    }

    @Test
    void aMetaPageIsWrittenAsBboltDoes() {
        byte[] page = new byte[Meta.BYTES];

        META.write(MemorySegment.ofArray(page), 0);

        assertArrayEquals(REAL, page);
    }

    @Test
    void everyFlippedBitOfAMetaInvalidatesIt() {
        for (int bit = PageFormat.HEADER * 8; bit < REAL.length * 8; bit++) {
            byte[] page = REAL.clone();
            page[bit / 8] ^= (byte) (1 << bit % 8);
            assertTrue(Meta.read(MemorySegment.ofArray(page)).isEmpty(), "bit " + bit);
        }
    }

    @Test
    void fnvOfOneLetterIsTheKnownOne() {
        MemorySegment letter = MemorySegment.ofArray("a".getBytes(StandardCharsets.US_ASCII));

        assertEquals(0xaf63dc4c8601ec8cL, Fnv1a64.of(letter, 0, 1));
    }
}
