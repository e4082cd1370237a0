package dev.perigee.sink.gcs;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkPlace;
import dev.perigee.api.SinkSettings;
import dev.perigee.sink.kit.bucket.BucketNames;
import dev.perigee.sink.kit.bucket.BucketPlace;
import dev.perigee.sink.kit.bucket.LockPolicy;
import dev.perigee.sink.kit.bucket.ObjectLock;
import dev.perigee.sink.kit.connect.GivenText;
import dev.perigee.sink.kit.connect.ServerAddress;
import dev.perigee.sink.kit.connect.ServerConnection;
import java.net.URI;
import java.util.Optional;

/**
 * Where a GCS sink keeps its objects, and how it gets there.
 *
 * @param place the bucket, and what stands before every key
 * @param endpoint the server; empty for Google's
 * @param login who we are
 * @param project where a missing bucket is made at the first put; empty to leave it missing
 * @param location where a bucket that is made lies; empty for Google's default
 * @param connection how the server is reached
 * @param storageClass the store's word for how an object is kept; empty for the bucket's default
 * @param kmsKey the resource name of the key that objects are encrypted with; empty for the bucket's default
 * @param lock how long each object can't be deleted, which Google calls its retention; empty for no lock
 * @param chunkSize how many bytes of a body travel in one request, a multiple of 256 KiB; as much memory is taken
 */
public record GcsSinkConfig(
        BucketPlace place,
        Optional<URI> endpoint,
        Login login,
        Optional<String> project,
        Optional<String> location,
        ServerConnection connection,
        Optional<String> storageClass,
        Optional<String> kmsKey,
        Optional<ObjectLock<LockPolicy>> lock,
        int chunkSize) {

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
        Optional<URI> endpoint = GivenText.of(settings, "endpoint").map(text -> ServerAddress.read("endpoint", text));
        String server = endpoint.map(URI::toString).orElse("Google Cloud Storage");
        BucketPlace place = BucketPlace.read(settings, "bucket", BucketNames.GCS, server);
        return new GcsSinkConfig(
                place,
                endpoint,
                Login.read(settings),
                project(settings, place),
                GivenText.of(settings, "location"),
                ServerConnection.readWithoutProxyLogin(settings),
                GivenText.of(settings, "storage-class"),
                GivenText.of(settings, "kms-key"),
                ObjectLock.read(settings, LockPolicy.NONE),
                chunkSize(settings.bytes("chunk-size", 8 * MIB)));
    }

    /** The place for comparison with those of other sinks. */
    SinkPlace sinkPlace() {
        return place.at("gs://" + endpoint.map(ServerAddress::authority).orElse("google"));
    }

    private static Optional<String> project(SinkSettings settings, BucketPlace place) {
        Optional<String> project = GivenText.of(settings, "project");
        if (place.create() && project.isEmpty()) {
            throw new SettingException("project", "is missing; create-bucket needs it");
        }
        return project.filter(named -> place.create());
    }

    private static int chunkSize(long bytes) {
        if (bytes < QUANTUM || bytes > 256L * MIB || bytes % QUANTUM != 0) {
            throw new SettingException(
                    "chunk-size", "is " + bytes + " bytes; it takes a multiple of 256 KiB up to 256 MiB");
        }
        return (int) bytes;
    }
}
