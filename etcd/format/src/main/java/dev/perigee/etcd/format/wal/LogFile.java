package dev.perigee.etcd.format.wal;

import dev.perigee.etcd.format.wal.LogFault.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/** The records of one file of the log, one after the other, as etcd's decoder reads them. Used by one thread. */
final class LogFile implements AutoCloseable {

    /** What stands before each record: its length, and how many zeros follow it. */
    private static final int FRAME = Long.BYTES;

    /** etcd takes requests of 1.5 MiB by default; nobody lets it take this. */
    private static final long LONGEST = 256 << 20;

    /** As much as a disk writes at once, or not at all. */
    private static final int SECTOR = 512;

    private final String name;
    private final long length;
    private final boolean last;
    private final InputStream in;
    private long offset;

    private LogFile(String name, long length, boolean last, InputStream in) {
        this.name = name;
        this.length = length;
        this.last = last;
        this.in = in;
    }

    static LogFile open(Path file, boolean last) throws IOException {
        return new LogFile(
                file.getFileName().toString(),
                Files.size(file),
                last,
                new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    /** What comes next. */
    sealed interface Next {

        /** A record whose checksum is right. */
        record Good(LogRecord record) implements Next {}

        /** No more in this file. */
        record End() implements Next {}

        /** Something else. */
        record Bad(LogFault fault) implements Next {}
    }

    /**
     * Reads the next record.
     *
     * @param crc over all records before it; the record's data is added
     */
    Next next(CRC32C crc) throws IOException {
        byte[] frame = in.readNBytes(FRAME);
        if (frame.length == 0) {
            return new Next.End();
        }
        if (frame.length < FRAME) {
            return bad(Kind.TORN, "the file ends within the length of a record");
        }
        long field = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return field == 0 ? new Next.End() : record(field, crc);
    }

    private Next record(long field, CRC32C crc) throws IOException {
        long size = field & 0xff_ffff_ffff_ffffL;
        int padding = field < 0 ? (int) (field >>> 56) & 7 : 0;
        if (size > length - offset - padding) {
            return bad(Kind.TORN, "a record of " + size + " bytes begins, but the file ends before");
        }
        if (size > LONGEST) {
            return bad(Kind.UNREADABLE, "a record of " + size + " bytes, which no etcd writes");
        }
        byte[] bytes = in.readNBytes((int) size + padding);
        if (bytes.length < size + padding) {
            return bad(Kind.TORN, "the file ends within a record");
        }
        return checked(bytes, (int) size, crc);
    }

    private Next checked(byte[] bytes, int size, CRC32C crc) {
        Optional<LogRecord> record = LogRecord.of(bytes, size);
        if (record.isEmpty()) {
            return torn(bytes)
                    ? bad(Kind.TORN, "the last record was written in part")
                    : bad(Kind.UNREADABLE, "what stands there is no record");
        }
        if (record.get().type() != LogRecord.CRC) {
            crc.update(record.get().data());
            if ((int) crc.getValue() != record.get().crc()) {
                return torn(bytes)
                        ? bad(Kind.TORN, "the last record was written in part")
                        : bad(Kind.CHECKSUM, "the record isn't what was written: its checksum is wrong");
            }
        }
        offset += FRAME + bytes.length;
        return new Next.Good(record.get());
    }

    /** A sector that is all zeros within the last record was never written. */
    private boolean torn(byte[] bytes) {
        if (!last) {
            return false;
        }
        long at = offset + FRAME;
        int from = 0;
        while (from < bytes.length) {
            int to = Math.min(bytes.length, from + (int) (SECTOR - at % SECTOR));
            if (isZero(bytes, from, to)) {
                return true;
            }
            at += to - from;
            from = to;
        }
        return false;
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    LogFault fault(Kind kind, String sentence) {
        return new LogFault(kind, name, offset, sentence);
    }

    private Next bad(Kind kind, String sentence) {
        Kind real = kind == Kind.TORN && !last ? Kind.UNREADABLE : kind;
        return new Next.Bad(fault(real, sentence));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
