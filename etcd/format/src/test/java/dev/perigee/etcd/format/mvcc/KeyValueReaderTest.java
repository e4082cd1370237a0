package dev.perigee.etcd.format.mvcc;

import static dev.perigee.etcd.format.fixture.TestStore.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyValueReaderTest {

    private final KeyValueReader reader = new KeyValueReader();

    @Test
    void everyFieldOfAKeyValueIsRead() {
        byte[] bytes = hex("0a02616210021803200c2a0378797a3088a2e2b9c0c0a8f73c");

        assertTrue(read(bytes));

        assertEquals(2, reader.keyAt());
        assertEquals(2, reader.keyLength());
        assertEquals(2, reader.createRevision());
        assertEquals(3, reader.modRevision());
        assertEquals(12, reader.version());
        assertEquals(3, reader.valueLength());
        assertEquals('x', bytes[(int) reader.valueAt()]);
        assertEquals(0x3ceea20407389108L, reader.lease());
    }

    @Test
    void theEmptyMessageIsTheEmptyKey() {
        assertTrue(read(new byte[0]));

        assertEquals(0, reader.keyLength());
        assertEquals(0, reader.modRevision());
    }

    @Test
    void nothingOfTheMessageBeforeIsLeft() {
        read(hex("0a02616210021803200c2a0378797a3001"));
        read(hex("0a0161"));

        assertEquals(0, reader.modRevision() + reader.createRevision() + reader.version() + reader.lease());
        assertEquals(0, reader.valueLength());
    }

    @Test
    void fieldsOfTheFutureArePassedOver() {
        assertTrue(read(hex("3801" + "420161" + "490000000000000000" + "5500000000" + "0a0161")));

        assertEquals(1, reader.keyLength());
    }

    @Test
    void whatIsNotAKeyValueIsRefused() {
        for (String wrong : List.of(
                "0a",
                "0a02",
                "0a0261",
                "0a05616263",
                "10",
                "1080",
                "00",
                "0801",
                "1201",
                "2801",
                "0b",
                "0c",
                "0e",
                "49",
                "5500",
                "0affffffffffffffffff01",
                "0affffffffffffffff7f",
                "10ffffffffffffffffffff01")) {
            assertFalse(read(hex(wrong)), wrong);
        }
    }

    @Test
    void noBytesWhateverLeadOutOfTheMessage() {
        Random random = new Random(1);
        byte[] bytes = new byte[24];
        for (int i = 0; i < 200_000; i++) {
            random.nextBytes(bytes);
            int length = random.nextInt(bytes.length);
            if (reader.read(MemorySegment.ofArray(bytes), 0, length)) {
                assertTrue(reader.keyAt() + reader.keyLength() <= length);
                assertTrue(reader.valueAt() + reader.valueLength() <= length);
            }
        }
    }

    @Test
    void revisionsAreReadStrictly() {
        assertEquals(Optional.of(new Revision(2, 1)), Revision.read(hex("00000000000000025f0000000000000001")));
        assertEquals(Optional.empty(), Revision.read(hex("00000000000000025e0000000000000001")));
        assertEquals(Optional.empty(), Revision.read(hex("80000000000000025f0000000000000001")));
        assertEquals(Optional.empty(), Revision.read(hex("00000000000000025f8000000000000001")));
        assertEquals(Optional.empty(), Revision.read(hex("00000000000000025f00000000000000")));
        assertTrue(new Revision(2, 1).compareTo(new Revision(2, 2)) < 0);
        assertTrue(new Revision(3, 0).compareTo(new Revision(2, 2)) > 0);
    }

    private boolean read(byte[] bytes) {
        return reader.read(MemorySegment.ofArray(bytes), 0, bytes.length);
    }
}
