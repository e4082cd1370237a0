package dev.perigee.etcd.client;

import io.etcd.jetcd.api.Permission;

/**
 * What a role may do with some keys.
 *
 * @param access what
 * @param keys with which
 */
public record KeyPermission(Access access, KeyRange keys) {

    /** What may be done. The sequence is etcd's. */
    public enum Access {
        /** Only read. */
        READ,
        /** Only write. */
        WRITE,
        /** Both. */
        READWRITE
    }

    static KeyPermission of(Permission message) {
        Access access = switch (message.getPermType()) {
            case WRITE -> Access.WRITE;
            case READWRITE -> Access.READWRITE;
            default -> Access.READ;
        };
        return new KeyPermission(access, new KeyRange(Bytes.of(message.getKey()), Bytes.of(message.getRangeEnd())));
    }

    Permission message() {
        return Permission.newBuilder()
                .setPermTypeValue(access.ordinal())
                .setKey(keys.from().message())
                .setRangeEnd(keys.end().message())
                .build();
    }
}
