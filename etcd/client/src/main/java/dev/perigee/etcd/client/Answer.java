package dev.perigee.etcd.client;

import com.google.protobuf.MessageLite;

/**
 * What a call of {@link EtcdApi} gave, whole.
 *
 * @param header where and when it was answered
 * @param value the answer itself
 * @param message the message as etcd sent it, in protobuf; empty if it didn't come from etcd
 * @param <T> its type
 */
public record Answer<T>(ResponseHeader header, T value, Bytes message) {

    /**
     * One that was made here.
     *
     * @param header where and when
     * @param value the answer itself
     */
    public Answer(ResponseHeader header, T value) {
        this(header, value, Bytes.EMPTY);
    }

    static <T> Answer<T> of(MessageLite message, io.etcd.jetcd.api.ResponseHeader header, T value) {
        return new Answer<>(ResponseHeader.of(header), value, Bytes.of(message.toByteString()));
    }

    static <T> Answer<T> of(MessageLite message, ResponseHeader header, T value) {
        return new Answer<>(header, value, Bytes.of(message.toByteString()));
    }
}
