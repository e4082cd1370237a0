package dev.perigee.etcd.format.wal;

import dev.perigee.etcd.format.mvcc.ProtobufReader;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/** Picks single fields out of raft's messages. Pure. */
final class Messages {

    private Messages() {}

    /** A number; 0 if it isn't there, the last if it comes several times. */
    static long number(byte[] message, int field) {
        ProtobufReader reader = reader(message);
        long number = 0;
        while (reader.next()) {
            if (reader.field() == field && reader.wireType() == ProtobufReader.VARINT) {
                number = reader.number();
            }
        }
        return number;
    }

    /** A message within; empty if it isn't there, or the whole is none. */
    static Optional<byte[]> bytes(byte[] message, int field) {
        ProtobufReader reader = reader(message);
        Optional<byte[]> found = Optional.empty();
        while (reader.next()) {
            if (reader.field() == field && reader.wireType() == ProtobufReader.BYTES) {
                found = Optional.of(
                        Arrays.copyOfRange(message, (int) reader.start(), (int) (reader.start() + reader.length())));
            }
        }
        return reader.isSound() ? found : Optional.empty();
    }

    private static ProtobufReader reader(byte[] message) {
        ProtobufReader reader = new ProtobufReader();
        reader.begin(MemorySegment.ofArray(message), 0, message.length);
        return reader;
    }
}
