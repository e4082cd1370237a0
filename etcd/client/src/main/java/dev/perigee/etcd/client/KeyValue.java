package dev.perigee.etcd.client;

/**
 * A key as it stands at some revision.
 *
 * @param key at least one byte
 * @param value may be empty
 * @param createRevision when it was put after not being there
 * @param modRevision when it was last put
 * @param version how often it was put since it was created
 * @param lease the lease that it goes with; 0 if none
 */
public record KeyValue(Bytes key, Bytes value, long createRevision, long modRevision, long version, long lease) {

    static KeyValue of(io.etcd.jetcd.api.KeyValue message) {
        return new KeyValue(
                Bytes.of(message.getKey()),
                Bytes.of(message.getValue()),
                message.getCreateRevision(),
                message.getModRevision(),
                message.getVersion(),
                message.getLease());
    }
}
