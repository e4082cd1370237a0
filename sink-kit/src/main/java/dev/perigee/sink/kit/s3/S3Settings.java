package dev.perigee.sink.kit.s3;

import dev.perigee.api.SinkPlace;
import dev.perigee.api.SinkSettings;
import dev.perigee.sink.kit.bucket.BucketNames;
import dev.perigee.sink.kit.bucket.BucketPlace;
import dev.perigee.sink.kit.connect.AccessKeys;
import dev.perigee.sink.kit.connect.ServerAddress;
import dev.perigee.sink.kit.connect.ServerConnection;
import dev.perigee.sink.kit.multipart.PartSizes;
import dev.perigee.sink.kit.words.Verb;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where an S3 sink keeps its objects, and how it gets there, whatever client library it has.
 *
 * @param endpoint the server; empty for AWS itself
 * @param region the bucket's region
 * @param place the bucket, and what stands before every key
 * @param addressing where the bucket's name goes in a request
 * @param removal what deleting means in a versioned bucket
 * @param keys who we are; empty to look for keys elsewhere
 * @param connection how the server is reached
 * @param storing how each object is kept
 * @param transfer how bodies are cut into parts
 */
public record S3Settings(
        Optional<URI> endpoint,
        String region,
        BucketPlace place,
        Addressing addressing,
        Removal removal,
        Optional<AccessKeys> keys,
        ServerConnection connection,
        ObjectOptions storing,
        PartSizes transfer) {

    private static final Pattern AWS = Pattern.compile("(?i)([a-z0-9.-]+\\.)?amazonaws\\.com(\\.cn)?");

    /** Where the bucket's name goes in a request. */
    public enum Addressing {
        /** In the host name for AWS, in the path for all others. */
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
     * @param endpoint the server; empty for AWS itself
     * @param region the bucket's region
     * @param keysElsewhere settings that say where else keys are
     * @return its meaning
     * @throws dev.perigee.api.SettingException if a value can't be used, or two are at odds
     */
    public static S3Settings read(
            SinkSettings settings, Optional<URI> endpoint, String region, List<String> keysElsewhere) {
        return new S3Settings(
                endpoint,
                region,
                BucketPlace.read(
                        settings,
                        "bucket",
                        endpoint.filter(S3Settings::isOwn).isPresent() ? BucketNames.S3 : BucketNames.AWS,
                        endpoint.map(URI::toString).orElse("AWS " + region)),
                settings.choice("addressing", Addressing.AUTO),
                settings.choice("delete", Removal.MARKER),
                AccessKeys.read(settings, keysElsewhere),
                ServerConnection.read(settings),
                ObjectOptions.read(settings),
                PartSizes.read(settings));
    }

    private static boolean isOwn(URI endpoint) {
        return !AWS.matcher(ServerAddress.host(endpoint)).matches();
    }

    /**
     * The place for comparison with those of other sinks. AWS has one bucket of a name, whichever of its endpoints is
     * written out.
     *
     * @return equal for the same keys in the same bucket, whatever client library they are reached with
     */
    public SinkPlace sinkPlace() {
        Optional<URI> own = endpoint.filter(S3Settings::isOwn);
        return place.at("s3://" + own.map(ServerAddress::authority).orElse("aws"));
    }

    /**
     * Whether the bucket's name goes into the path.
     *
     * @param aws whether the server is AWS, as the client sees it
     * @return or into the host's name
     */
    public boolean pathStyle(boolean aws) {
        return addressing == Addressing.PATH_STYLE || (addressing == Addressing.AUTO && !aws);
    }

    /**
     * What deleting is.
     *
     * @return the verb for it
     */
    public Verb deletes() {
        return removal == Removal.ALL_VERSIONS ? Verb.DELETE_ALL_VERSIONS : Verb.DELETE;
    }
}
