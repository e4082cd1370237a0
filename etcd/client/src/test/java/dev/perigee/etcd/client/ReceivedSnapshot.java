package dev.perigee.etcd.client;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/** A whole snapshot in memory, with what the first message announced. */
record ReceivedSnapshot(byte[] bytes, long announced) {

    static ReceivedSnapshot from(SnapshotStream stream) throws EtcdException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        long announced = -1;
        for (Optional<SnapshotBlob> blob = stream.next(); blob.isPresent(); blob = stream.next()) {
            byte[] bytes = new byte[blob.get().bytes().remaining()];
            blob.get().bytes().get(bytes);
            announced = announced < 0 ? bytes.length + blob.get().remaining() + 32 : announced;
            all.writeBytes(bytes);
        }
        return new ReceivedSnapshot(all.toByteArray(), announced);
    }

    boolean isWhole() {
        return bytes.length == announced && bytes.length % 512 == 32;
    }

    boolean digestFits() {
        byte[] database = Arrays.copyOf(bytes, bytes.length - 32);
        return Arrays.equals(sha256(database), Arrays.copyOfRange(bytes, bytes.length - 32, bytes.length));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
