package dev.perigee.etcd.client;

/**
 * What a call of {@link EtcdApi} gave, whole.
 *
 * @param header where and when it was answered
 * @param value the answer itself
 * @param <T> its type
 */
public record Answer<T>(ResponseHeader header, T value) {

    static <T> Answer<T> of(io.etcd.jetcd.api.ResponseHeader header, T value) {
        return new Answer<>(ResponseHeader.of(header), value);
    }
}
