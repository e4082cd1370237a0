package dev.perigee.etcd.format.member;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The write-ahead log of a restored member: one file that says, in raft's words, "these members were added, and the
 * backend has seen it". Byte for byte what etcdutl 3.5 and 3.6 write.
 */
public final class WriteAheadLog {

    /** The file's name in the WAL directory. */
    public static final String FILE_NAME = "0000000000000000-0000000000000000.wal";

    /** The file's length in bytes; what the records leave is zero. etcd makes its files this long ahead. */
    public static final long FILE_LENGTH = 64_000_000;

    private static final int METADATA = 1;
    private static final int ENTRY = 2;
    private static final int HARD_STATE = 3;
    private static final int CRC = 4;
    private static final int SNAPSHOT = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Runs over the data of all records and is never reset; it leaves out types and lengths. */
    private final CRC32C crc = new CRC32C();

    private WriteAheadLog() {}

    /**
     * The log's records.
     *
     * @param self whose log it is
     * @param cluster all members, this one among them
     * @return the bytes from the file's beginning; zeros follow up to {@link #FILE_LENGTH}
     */
    public static byte[] records(FoundingMember self, Membership cluster) {
        WriteAheadLog log = new WriteAheadLog();
        log.frame(new ProtoWriter().number(1, CRC).number(2, 0));
        log.record(METADATA, RaftMessages.metadata(self, cluster));
        log.record(SNAPSHOT, new ProtoWriter().number(1, 0).number(2, 0));
        long index = 1;
        for (FoundingMember member : cluster.members()) {
            log.record(ENTRY, RaftMessages.addMember(index++, member));
        }
        log.record(HARD_STATE, RaftMessages.hardState(cluster));
        log.record(SNAPSHOT, RaftMessages.walSnapshot(cluster));
        return log.out.toByteArray();
    }

    private void record(int type, ProtoWriter message) {
        byte[] data = message.toBytes();
        crc.update(data);
        frame(new ProtoWriter().number(1, type).number(2, crc.getValue()).bytes(3, data));
    }

    /** A frame is a length, the record, zeros up to a multiple of eight; the length's top byte says how many zeros. */
    private void frame(ProtoWriter record) {
        byte[] bytes = record.toBytes();
        int padding = -bytes.length & 7;
        long length = bytes.length | (padding == 0 ? 0 : (0x80L | padding) << 56);
        ByteBuffer frame =
                ByteBuffer.allocate(Long.BYTES + bytes.length + padding).order(ByteOrder.LITTLE_ENDIAN);
        out.writeBytes(frame.putLong(length).put(bytes).array());
    }
}
