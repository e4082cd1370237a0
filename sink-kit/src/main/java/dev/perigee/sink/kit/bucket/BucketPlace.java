package dev.perigee.sink.kit.bucket;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SettingException;
import dev.perigee.api.SinkPlace;
import dev.perigee.api.SinkSettings;
import java.util.regex.Pattern;

/**
 * Where a sink keeps its objects.
 *
 * @param word the store's word for a bucket, which settings and messages have
 * @param bucket the bucket
 * @param path what stands before every key, without slashes at its ends; empty for the bucket's root
 * @param server the server, as messages name it
 * @param create whether a missing bucket is made at the first put
 */
public record BucketPlace(String word, String bucket, String path, String server, boolean create) {

    /** The longest path: names in a bucket have 1024 bytes, keys up to 900. */
    private static final int MAX_PATH = 1024 - ObjectKey.MAX_BYTES - 1;

    private static final Pattern SLASHES_AT_ENDS = Pattern.compile("^/+|/+$");

    /**
     * Reads it.
     *
     * @param settings the sink's
     * @param word the store's word for a bucket: {@code bucket} and {@code create-bucket} are the settings' names then
     * @param names what the store takes
     * @param server the server, as messages name it
     * @return the place
     * @throws SettingException if a value can't be used
     */
    public static BucketPlace read(SinkSettings settings, String word, BucketNames names, String server) {
        return new BucketPlace(
                word,
                names.require(word, settings.required(word)),
                path(settings.string("path").orElse("")),
                server,
                settings.flag("create-" + word, false));
    }

    private static String path(String text) {
        String path = SLASHES_AT_ENDS.matcher(text).replaceAll("");
        if (path.isEmpty() || (path.length() <= MAX_PATH && ObjectKey.isValid(path))) {
            return path;
        }
        throw new SettingException(
                "path",
                "is '" + text + "'; it takes segments of A-Z a-z 0-9 . _ = + - that don't start with a dot, joined by"
                        + " '/', at most " + MAX_PATH + " characters in all");
    }

    /**
     * What stands before every key.
     *
     * @return with its slash; empty for the bucket's root
     */
    public String keyPrefix() {
        return path.isEmpty() ? "" : path + "/";
    }

    /**
     * An object's whole name.
     *
     * @param key the object
     * @return with the path
     */
    public String name(ObjectKey key) {
        return keyPrefix() + key;
    }

    /**
     * The place for comparison with those of other sinks.
     *
     * @param store what tells the server from others, such as {@code gs://host:port}
     * @return equal for the same keys in the same bucket
     */
    public SinkPlace at(String store) {
        return SinkPlace.store(store + "/" + bucket + "/" + path);
    }

    /** The place as a person would name it. */
    @Override
    public String toString() {
        return word + " '" + bucket + "' at " + server;
    }
}
