package dev.perigee.etcd.format.wal;

import dev.perigee.etcd.format.mvcc.ProtobufReader;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * A record of the log (walpb.Record).
 *
 * @param type its number
 * @param crc what its checksum has to be, with those of all records before it
 * @param data its message
 */
record LogRecord(int type, int crc, byte[] data) {

    static final int METADATA = 1;
    static final int ENTRY = 2;
    static final int HARD_STATE = 3;
    static final int CRC = 4;
    static final int SNAPSHOT = 5;

    private static final byte[] NONE = {};

    /** Reads one; empty if it is no message. */
    static Optional<LogRecord> of(byte[] bytes, int length) {
        ProtobufReader reader = new ProtobufReader();
        reader.begin(MemorySegment.ofArray(bytes), 0, length);
        int type = 0;
        int crc = 0;
        byte[] data = NONE;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> type = (int) reader.number();
                case 2 -> crc = (int) reader.number();
                case 3 ->
                    data = java.util.Arrays.copyOfRange(
                            bytes, (int) reader.start(), (int) (reader.start() + reader.length()));
                default -> {
                    // of a later version
                }
            }
        }
        return reader.isSound() ? Optional.of(new LogRecord(type, crc, data)) : Optional.empty();
    }

    /** One of the numbers in its message; 0 if it isn't there. */
    long number(int field) {
        return Messages.number(data, field);
    }
}
