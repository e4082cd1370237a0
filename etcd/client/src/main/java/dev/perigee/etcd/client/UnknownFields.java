package dev.perigee.etcd.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.UnknownFieldSet;
import java.util.Optional;
import java.util.OptionalLong;

/** Fields that newer members send and the generated messages don't know yet. */
final class UnknownFields {

    private UnknownFields() {}

    static Optional<String> text(MessageOrBuilder message, int field) {
        return message.getUnknownFields().getField(field).getLengthDelimitedList().stream()
                .map(ByteString::toStringUtf8)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /** A message within; empty if it isn't there, or is none. */
    static Optional<UnknownFieldSet> message(MessageOrBuilder message, int field) {
        for (ByteString bytes : message.getUnknownFields().getField(field).getLengthDelimitedList()) {
            try {
                return Optional.of(UnknownFieldSet.parseFrom(bytes));
            } catch (InvalidProtocolBufferException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    static OptionalLong number(MessageOrBuilder message, int field) {
        return message.getUnknownFields().getField(field).getVarintList().stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }
}
