package dev.perigee.sink.gcs;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import dev.perigee.sink.kit.connect.ServerAddress;
import dev.perigee.sink.kit.connect.ServerConnection;
import java.net.URI;
import java.util.Optional;

/**
 * Where a GCS sink keeps its objects, and how it gets there.
 *
 * @param bucket the bucket
 * @param path what stands before every key, without slashes at its ends; empty for the bucket's root
 * @param endpoint the server; empty for Google's
 * @param login who we are
 * @param creation how a missing bucket is made at the first put; empty to leave it missing
 * @param connection how the server is reached
 * @param storageClass the store's word for how an object is kept; empty for the bucket's default
 * @param kmsKey the resource name of the key that objects are encrypted with; empty for the bucket's default
 * @param lock how long each object can't be deleted; empty for no lock
 * @param chunkSize how many bytes of a body travel in one request, a multiple of 256 KiB; as much memory is taken
 */
public record GcsSinkConfig(
        String bucket,
        String path,
        Optional<URI> endpoint,
        Login login,
        Optional<BucketCreation> creation,
        ServerConnection connection,
        Optional<String> storageClass,
        Optional<String> kmsKey,
        Optional<ObjectLock> lock,
        int chunkSize) {

    /** The longest path: object names have 1024 bytes, keys up to 900. */
    private static final int MAX_PATH = 1024 - ObjectKey.MAX_BYTES - 1;

    private static final int QUANTUM = 256 * 1024;
    private static final int MIB = 1 << 20;

    /**
     * Reads a sink's block.
     *
     * @param settings the block
     * @return its meaning
     * @throws SettingException if a value can't be used, or two are at odds
     */
    public static GcsSinkConfig read(SinkSettings settings) {
        return new GcsSinkConfig(
                settings.required("bucket"),
                path(settings.string("path").orElse("")),
                settings.string("endpoint").map(text -> ServerAddress.read("endpoint", text)),
                Login.read(settings),
                BucketCreation.read(settings),
                ServerConnection.readWithoutProxyLogin(settings),
                settings.string("storage-class"),
                settings.string("kms-key"),
                ObjectLock.read(settings),
                chunkSize(settings.bytes("chunk-size", 8 * MIB)));
    }

    private static String path(String text) {
        String path = text.replaceAll("^/+|/+$", "");
        if (path.isEmpty() || (path.length() <= MAX_PATH && ObjectKey.isValid(path))) {
            return path;
        }
        throw new SettingException(
                "path",
                "is '" + text + "'; it takes segments of A-Z a-z 0-9 . _ = + - that don't start with a dot, joined by"
                        + " '/', at most " + MAX_PATH + " characters in all");
    }

    private static int chunkSize(long bytes) {
        if (bytes < QUANTUM || bytes > 256L * MIB || bytes % QUANTUM != 0) {
            throw new SettingException(
                    "chunk-size", "is " + bytes + " bytes; it takes a multiple of 256 KiB up to 256 MiB");
        }
        return (int) bytes;
    }

    /** What stands before every key, with its slash. */
    String keyPrefix() {
        return path.isEmpty() ? "" : path + "/";
    }

    /** The place as a person would name it. */
    String place() {
        return "bucket '" + bucket + "' at " + endpoint.map(URI::toString).orElse("Google Cloud Storage");
    }
}
