package dev.perigee.sink.minio;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import dev.perigee.sink.kit.connect.ServerAddress;
import dev.perigee.sink.kit.connect.ServerConnection;
import dev.perigee.sink.kit.s3.ObjectOptions;
import dev.perigee.sink.kit.s3.PartSizes;
import java.net.URI;

/**
 * Where a MinIO sink keeps its objects, and how it gets there.
 *
 * @param endpoint the server
 * @param region the bucket's region
 * @param bucket the bucket
 * @param path what stands before every key, without slashes at its ends; empty for the bucket's root
 * @param addressing where the bucket's name goes in a request
 * @param createBucket whether a missing bucket is made at the first put
 * @param removal what deleting means in a versioned bucket
 * @param login who we are
 * @param connection how the server is reached
 * @param storing how each object is kept
 * @param transfer how bodies are cut into parts
 */
public record MinioSinkConfig(
        URI endpoint,
        String region,
        String bucket,
        String path,
        Addressing addressing,
        boolean createBucket,
        Removal removal,
        Login login,
        ServerConnection connection,
        ObjectOptions storing,
        PartSizes transfer) {

    /** The longest path: S3 keys have 1024 bytes, ours up to 900. */
    private static final int MAX_PATH = 1024 - ObjectKey.MAX_BYTES - 1;

    /** Where the bucket's name goes in a request. */
    public enum Addressing {
        /** In the path, but for the endpoints of AWS. */
        AUTO,
        /** {@code https://host/bucket/key}. */
        PATH_STYLE,
        /** {@code https://bucket.host/key}. */
        VIRTUAL_HOST
    }

    /** What deleting means in a versioned bucket. */
    public enum Removal {
        /** A plain delete: a versioned bucket hides the object behind a delete marker and keeps its bytes. */
        MARKER,
        /** Every version and marker of the object goes. */
        ALL_VERSIONS
    }

    /**
     * Reads a sink's block.
     *
     * @param settings the block
     * @return its meaning
     * @throws SettingException if a value can't be used, or two are at odds
     */
    public static MinioSinkConfig read(SinkSettings settings) {
        URI endpoint = endpoint(settings);
        return new MinioSinkConfig(
                endpoint,
                settings.string("region").orElse("us-east-1"),
                settings.required("bucket"),
                path(settings.string("path").orElse("")),
                settings.choice("addressing", Addressing.AUTO),
                settings.flag("create-bucket", false),
                settings.choice("delete", Removal.MARKER),
                Login.read(settings),
                ServerConnection.read(settings),
                ObjectOptions.read(settings),
                PartSizes.read(settings));
    }

    /** minio-java takes no path at all. */
    private static URI endpoint(SinkSettings settings) {
        URI url = ServerAddress.ofBuckets(
                settings.required("endpoint"), settings.string("bucket").orElse(""));
        if (!String.valueOf(url.getPath()).replace("/", "").isEmpty()) {
            throw new SettingException("endpoint", "has the path '" + url.getPath() + "'; this sink takes none");
        }
        return url;
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

    /** Whether the bucket's name goes into the path. */
    boolean pathStyle() {
        return addressing == Addressing.PATH_STYLE
                || (addressing == Addressing.AUTO
                        && !ServerAddress.host(endpoint).endsWith(".amazonaws.com"));
    }

    /** What stands before every key, with its slash. */
    String keyPrefix() {
        return path.isEmpty() ? "" : path + "/";
    }

    /** The place as a person would name it. */
    String place() {
        return "bucket '" + bucket + "' at " + endpoint;
    }
}
