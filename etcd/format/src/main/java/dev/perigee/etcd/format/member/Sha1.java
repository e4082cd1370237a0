package dev.perigee.etcd.format.member;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest from which etcd makes ids. No secret hangs on it. */
final class Sha1 {

    private Sha1() {}

    static long firstEightBytes(byte[] data) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-1").digest(data))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-1, which every runtime must have", e);
        }
    }
}
