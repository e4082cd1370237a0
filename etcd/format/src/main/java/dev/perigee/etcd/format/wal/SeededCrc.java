package dev.perigee.etcd.format.wal;

import java.util.zip.CRC32C;

/**
 * A CRC-32C that goes on from a value. Java's begins at zero always; but there are four bytes for each value that bring it there.
 * Pure.
 */
final class SeededCrc {

    private static final int CASTAGNOLI = 0x82f63b78;
    private static final int[] TABLE = table();
    private static final int[] BY_TOP_BYTE = byTopByte();

    private SeededCrc() {}

    /** One that has this value, and goes on as if it had come to it. */
    static CRC32C of(int value) {
        CRC32C crc = new CRC32C();
        if (value != 0) {
            crc.update(leadingTo(value));
        }
        return crc;
    }

    /** Goes back through the table to find which of its rows were used, and forth again to find the bytes that used them. */
    private static byte[] leadingTo(int value) {
        int[] rows = new int[4];
        int state = ~value;
        for (int i = 3; i >= 0; i--) {
            rows[i] = BY_TOP_BYTE[state >>> 24];
            state = (state ^ TABLE[rows[i]]) << 8;
        }
        byte[] bytes = new byte[4];
        state = ~0;
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) (rows[i] ^ state);
            state = TABLE[rows[i]] ^ state >>> 8;
        }
        return bytes;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int row = 0; row < 256; row++) {
            int value = row;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ CASTAGNOLI;
            }
            table[row] = value;
        }
        return table;
    }

    private static int[] byTopByte() {
        int[] rows = new int[256];
        for (int row = 0; row < 256; row++) {
            rows[TABLE[row] >>> 24] = row;
        }
        return rows;
    }
}
