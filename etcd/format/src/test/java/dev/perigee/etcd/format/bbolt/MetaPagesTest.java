package dev.perigee.etcd.format.bbolt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.format.fixture.PageBytes;
import dev.perigee.etcd.format.fixture.TestDatabase;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetaPagesTest {

    private static final long MOST = (1L << 62) - 1;

    private final Findings findings = new Findings();

    @ParameterizedTest
    @ValueSource(ints = {1024, 4096, 16384, 65536, 16 << 20})
    void theSecondMetaTellsThePageSizeWhenTheFirstIsDamaged(int pageSize) throws IOException {
        TestDatabase database = sound(pageSize);
        database.page(0).putInt(16, 0);

        assertEquals(Optional.of(7L), live(database).map(Meta::transaction));
        assertEquals(Optional.of(pageSize), live(database).map(Meta::pageSize));
    }

    @Test
    void theFirstMetaServesWhenTheSecondIsDamaged() throws IOException {
        TestDatabase database = sound(4096);
        database.page(1).putLong(16 + 48, 99);

        assertEquals(Optional.of(8L), live(database).map(Meta::transaction));
    }

    /** A server would panic with the next ones. */
    @Test
    void aTransactionThatLeavesNoRoomIsDamage() throws IOException {
        for (long number : new long[] {MOST + 1, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
            TestDatabase database = sound(4096);
            database.meta(0, 2, Meta.NO_FREELIST, number);

            finds(database.image(), Fault.META);
        }
    }

    @Test
    void theHigherTransactionWinsWhereverItIs() throws IOException {
        for (long[] transactions : new long[][] {{8, 7}, {7, 8}, {9, 8}, {8, 9}, {MOST, 3}, {3, MOST}}) {
            TestDatabase database = sound(4096);
            database.meta(0, 2, Meta.NO_FREELIST, transactions[0]).meta(1, 2, Meta.NO_FREELIST, transactions[1]);
            long higher =
                    Long.compareUnsigned(transactions[0], transactions[1]) > 0 ? transactions[0] : transactions[1];

            assertEquals(Optional.of(higher), live(database).map(Meta::transaction));
        }
    }

    @Test
    void ofEqualTransactionsTheFirstPageIsTaken() throws IOException {
        TestDatabase database = sound(4096);
        database.meta(0, 2, Meta.NO_FREELIST, 5).meta(1, 3, Meta.NO_FREELIST, 5);

        assertEquals(Optional.of(2L), live(database).map(Meta::root));
    }

    @Test
    void damageOfBothMetasIsNamed() throws IOException {
        TestDatabase database = sound(4096);
        database.page(0).put(16 + 56, (byte) 0);
        database.page(1).put(16 + 56, (byte) 0);

        finds(database.image(), Fault.NO_VALID_META);
    }

    @Test
    void aFileOfTheOtherByteOrderIsNamed() throws IOException {
        byte[] image = new byte[8192];
        ByteBuffer.wrap(image).putInt(16, Meta.MAGIC);

        finds(image, Fault.BIG_ENDIAN);
        assertTrue(findings.kept().getFirst().message().contains("s390x"));
    }

    @Test
    void whatIsNoDatabaseIsNamed() throws IOException {
        finds(new byte[0], Fault.EMPTY_FILE);
        finds(new byte[1], Fault.NOT_A_DATABASE);
        finds(PageBytes.ascii("x".repeat(100_000)), Fault.NOT_A_DATABASE);
    }

    @Test
    void pageSizesThatBboltNeverHasAreNamed() throws IOException {
        for (int size : new int[] {0, 512, 4095, 4097, 32 << 20, -4096}) {
            TestDatabase database = sound(4096);
            new Meta(size, 2, 0, Meta.NO_FREELIST, 3, 8).write(MemorySegment.ofBuffer(database.page(0)), 0);

            finds(database.image(), Fault.PAGE_SIZE);
        }
    }

    @Test
    void metasThatContradictEachOtherAreNamed() throws IOException {
        TestDatabase database = sound(4096);
        new Meta(8192, 2, 0, Meta.NO_FREELIST, 3, 7).write(MemorySegment.ofBuffer(database.page(1)), 1);

        finds(database.image(), Fault.META);
    }

    @Test
    void aMetaUnderAnotherPagesHeaderIsNamed() throws IOException {
        TestDatabase database = sound(4096);
        database.page(1).putLong(0, 5);

        finds(database.image(), Fault.META);
    }

    @Test
    void pageCountsThatCannotBeAreNamed() throws IOException {
        for (long pages : new long[] {0, 2, 1L << 32, -1}) {
            TestDatabase database = sound(4096);
            new Meta(4096, 2, 0, Meta.NO_FREELIST, pages, 8).write(MemorySegment.ofBuffer(database.page(0)), 0);

            finds(database.image(), Fault.META);
        }
    }

    @Test
    void aFileShorterThanItsPagesWasCut() throws IOException {
        byte[] image = sound(4096).image();

        finds(Arrays.copyOf(image, image.length - 1), Fault.FILE_CUT);
        assertEquals(
                "the file was cut: it has 12287 bytes, its 3 pages need 12288",
                findings.kept().getLast().message());
    }

    private static TestDatabase sound(int pageSize) {
        TestDatabase database = new TestDatabase(pageSize);
        return database.finish(database.leaf());
    }

    private void finds(byte[] image, Fault fault) throws IOException {
        Findings found = new Findings();
        assertEquals(Optional.empty(), live(image, found));
        assertEquals(List.of(fault), found.kept().stream().map(Finding::fault).toList());
        found.kept().forEach(findings::add);
    }

    private Optional<Meta> live(TestDatabase database) throws IOException {
        Optional<Meta> meta = live(database.image(), findings);
        assertEquals(List.of(), findings.kept());
        return meta;
    }

    private static Optional<Meta> live(byte[] image, Findings findings) throws IOException {
        PageSource source = (offset, length) ->
                MemorySegment.ofArray(Arrays.copyOfRange(image, (int) offset, (int) (offset + length)));
        return MetaPages.live(source, image.length, findings);
    }
}
