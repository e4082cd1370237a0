package dev.perigee.etcd.format.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class HashTest {

    private static final byte[] DIGITS = "123456789".getBytes(StandardCharsets.US_ASCII);

    @Test
    void theChecksumOfTheDigitsIsTheKnownOne() {
        RangeCrc32c crc = new RangeCrc32c();

        crc.add(DIGITS);

        assertEquals(0xE3069283L, crc.value());
    }

    @Test
    void adjacentSeparateAndRepeatedRangesAreHashedInTheOrderGiven() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(32);
            MemorySegment.copy(
                    MemorySegment.ofArray("78945612378".getBytes(StandardCharsets.US_ASCII)), 0, memory, 0, 11);
            RangeCrc32c crc = new RangeCrc32c();

            crc.add(memory, 6, 2);
            crc.add(memory, 8, 1);
            crc.add(memory, 3, 3);
            crc.add(memory, 0, 0);
            crc.add(memory, 9, 2);
            crc.add(memory, 2, 1);

            assertEquals(0xE3069283L, crc.value());
        }
    }

    @Test
    void equalOffsetsInDifferentMemoryAreNotJoined() {
        RangeCrc32c crc = new RangeCrc32c();

        crc.add(MemorySegment.ofArray("1234____".getBytes(StandardCharsets.US_ASCII)), 0, 4);
        crc.add(MemorySegment.ofArray("____56789".getBytes(StandardCharsets.US_ASCII)), 4, 5);

        assertEquals(0xE3069283L, crc.value());
    }

    @Test
    void bytesThatAreGoneCountByTheirChecksum() {
        for (int first = 0; first <= DIGITS.length; first++) {
            for (int second = first; second <= DIGITS.length; second++) {
                RangeCrc32c crc = new RangeCrc32c();

                crc.add(Arrays.copyOf(DIGITS, first));
                crc.add(checksum(Arrays.copyOfRange(DIGITS, first, second)), second - first);
                crc.add(MemorySegment.ofArray(DIGITS), second, DIGITS.length - second);

                assertEquals(0xE3069283L, crc.value());
                assertEquals(
                        checksum(Arrays.copyOfRange(DIGITS, first, second)),
                        crc.end(
                                checksum(Arrays.copyOf(DIGITS, second)),
                                checksum(Arrays.copyOf(DIGITS, first)),
                                second - first));
            }
        }
    }

    @Test
    void megabytesThatAreGoneCountByTheirChecksum() {
        byte[] many = new byte[5_000_011];
        Arrays.fill(many, (byte) 7);
        RangeCrc32c crc = new RangeCrc32c();

        crc.add(DIGITS);
        crc.add(checksum(many), many.length);

        byte[] both = Arrays.copyOf(DIGITS, DIGITS.length + many.length);
        System.arraycopy(many, 0, both, DIGITS.length, many.length);
        assertEquals(Integer.toUnsignedLong(checksum(both)), crc.value());
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Test
    void sipHashOfNothingAndOfOneByteAreTheReferenceImplementations() {
        assertEquals("a3817f04ba25a8e66df67214c7550293", sipHash(0));
        assertEquals("da87c1d86b99af44347659119b22fc45", sipHash(1));
    }

    @Test
    void sipHashDependsOnEveryByteUpToTheLength() {
        assertEquals(
                64,
                java.util.stream.IntStream.range(0, 64)
                        .mapToObj(HashTest::sipHash)
                        .distinct()
                        .count());
    }

    private static String sipHash(int length) {
        byte[] input = new byte[64];
        for (int i = 0; i < length; i++) {
            input[i] = (byte) i;
        }
        SipHash128 hash = new SipHash128(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        hash.hash(MemorySegment.ofArray(input), 0, length);
        ByteBuffer result = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        result.putLong(hash.first()).putLong(hash.second());
        return HexFormat.of().formatHex(result.array());
    }
}
