package dev.perigee.sink.s3;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import dev.perigee.sink.kit.connect.ServerAddress;
import dev.perigee.sink.kit.connect.ServerConnection;
import dev.perigee.sink.kit.s3.ObjectOptions;
import dev.perigee.sink.kit.s3.PartSizes;
import java.net.URI;
import java.util.Optional;

/**
 * Where an S3 sink keeps its objects, and how it gets there.
 *
 * @param endpoint the server; empty for AWS itself
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
public record S3SinkConfig(
        Optional<URI> endpoint,
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
        /** In the path for an endpoint of one's own, in the host name for AWS. */
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
    public static S3SinkConfig read(SinkSettings settings) {
        Optional<URI> endpoint = settings.string("endpoint")
                .map(text ->
                        ServerAddress.ofBuckets(text, settings.string("bucket").orElse("")));
        return new S3SinkConfig(
                endpoint,
                region(settings, endpoint),
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

    /** A server of one's own mostly takes any region; AWS never does, and asking around for it can take seconds. */
    private static String region(SinkSettings settings, Optional<URI> endpoint) {
        return settings.string("region")
                .or(() -> endpoint.map(own -> "us-east-1"))
                .orElseThrow(() -> new SettingException(
                        "region",
                        "is missing; without an endpoint it takes the bucket's AWS region, eu-central-1 say"));
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
        return addressing == Addressing.PATH_STYLE || (addressing == Addressing.AUTO && endpoint.isPresent());
    }

    /** What stands before every key, with its slash. */
    String keyPrefix() {
        return path.isEmpty() ? "" : path + "/";
    }

    /** The place as a person would name it. */
    String place() {
        return "bucket '" + bucket + "' at " + endpoint.map(URI::toString).orElse("AWS " + region);
    }
}
