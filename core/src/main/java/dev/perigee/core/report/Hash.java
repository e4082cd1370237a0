package dev.perigee.core.report;

/**
 * A hash of etcd's as its tools show it: in hexadecimal to people, as a number in JSON.
 *
 * @param value its 32 bits, unsigned
 */
public record Hash(long value) {

    /** In hexadecimal, without leading zeros, as {@code etcdutl snapshot status} prints it. */
    @Override
    public String toString() {
        return Long.toHexString(value);
    }
}
