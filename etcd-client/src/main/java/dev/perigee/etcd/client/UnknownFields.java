package dev.perigee.etcd.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageOrBuilder;
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

    static OptionalLong number(MessageOrBuilder message, int field) {
        return message.getUnknownFields().getField(field).getVarintList().stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }
}
