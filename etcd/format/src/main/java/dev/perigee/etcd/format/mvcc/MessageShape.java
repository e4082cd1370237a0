package dev.perigee.etcd.format.mvcc;

import java.lang.foreign.MemorySegment;
import java.util.Map;

/**
 * Which wire type each field of a protobuf message has. A server that meets another one in its database panics when it
 * starts. Fields that aren't named may be anything. Pure.
 *
 * @param wireTypes by field number
 * @param within the messages among the fields
 */
public record MessageShape(Map<Integer, Integer> wireTypes, Map<Integer, MessageShape> within) {

    /** Copies the maps. */
    public MessageShape {
        wireTypes = Map.copyOf(wireTypes);
        within = Map.copyOf(within);
    }

    /**
     * A message without messages in it.
     *
     * @param wireTypes by field number
     * @return its shape
     */
    public static MessageShape of(Map<Integer, Integer> wireTypes) {
        return new MessageShape(wireTypes, Map.of());
    }

    /**
     * Whether bytes are such a message.
     *
     * @param bytes where they are
     * @param from the first of them
     * @param size how many
     * @return whether etcd could read them
     */
    public boolean fits(MemorySegment bytes, long from, long size) {
        ProtobufReader fields = new ProtobufReader();
        fields.begin(bytes, from, size);
        while (fields.next()) {
            if (!fits(fields, bytes)) {
                return false;
            }
        }
        return fields.isSound();
    }

    private boolean fits(ProtobufReader fields, MemorySegment bytes) {
        Integer expected = wireTypes.get(fields.field());
        if (expected != null && expected != fields.wireType()) {
            return false;
        }
        MessageShape inner = within.get(fields.field());
        return inner == null || inner.fits(bytes, fields.start(), fields.length());
    }
}
