package dev.perigee.sink.kit.s3;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import dev.perigee.sink.kit.bucket.ObjectLock;
import dev.perigee.sink.kit.connect.GivenText;
import dev.perigee.sink.kit.multipart.PartChecksum;
import dev.perigee.sink.kit.words.Quoted;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How each object is kept.
 *
 * @param encryption how the store encrypts it; empty to leave that to the bucket
 * @param storageClass the store's word for how it is kept; empty for the bucket's default
 * @param tags the object's tags
 * @param lock how long it can't be deleted; empty for no lock
 * @param checksum what guards the bytes on their way
 */
public record ObjectOptions(
        Optional<Encryption> encryption,
        Optional<String> storageClass,
        Map<String, String> tags,
        Optional<ObjectLock<LockMode>> lock,
        PartChecksum.Use checksum) {

    /** Who may lift a lock. */
    public enum LockMode {
        /** No lock at all. */
        NONE,
        /** Those with a permission of its own. */
        GOVERNANCE,
        /** Nobody. */
        COMPLIANCE
    }

    /** Copies the tags. */
    public ObjectOptions {
        tags = Map.copyOf(tags);
    }

    /** More of them no store of this kind takes, and none says so before the first object is put. */
    private static final int MOST_TAGS = 10;

    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_VALUE = 256;

    private static final String TAKES = "takes a name of 1 to " + LONGEST_NAME + " and a value of up to "
            + LONGEST_VALUE + " letters, digits, + - = . _ : / @, and blanks within";

    private static Map<String, String> tags(Map<String, String> tags) {
        if (tags.size() > MOST_TAGS) {
            throw new SettingException("tags", "are " + tags.size() + "; an object takes " + MOST_TAGS + " at most");
        }
        List<String> bad = tags.entrySet().stream()
                .filter(tag -> tag.getKey().isBlank()
                        || !isTag(tag.getKey(), LONGEST_NAME)
                        || !isTag(tag.getValue(), LONGEST_VALUE))
                .map(tag -> "'" + Quoted.of(tag.getKey()) + "'")
                .sorted()
                .toList();
        if (!bad.isEmpty()) {
            throw new SettingException("tags", "has " + String.join(", ", bad) + "; a tag " + TAKES);
        }
        return tags;
    }

    private static boolean isTag(String text, int longest) {
        return text.length() <= longest
                && text.equals(text.strip())
                && text.codePoints().allMatch(ObjectOptions::isTagged);
    }

    private static boolean isTagged(int letter) {
        return Character.isLetterOrDigit(letter) || " +-=._:/@".indexOf(letter) >= 0;
    }

    /**
     * Reads them.
     *
     * @param settings the sink's
     * @return the options
     * @throws dev.perigee.api.SettingException if a value can't be used, or two are at odds
     */
    public static ObjectOptions read(SinkSettings settings) {
        return new ObjectOptions(
                Encryption.read(settings),
                GivenText.of(settings, "storage-class"),
                tags(settings.block("tags")),
                ObjectLock.read(settings, LockMode.NONE),
                settings.choice("checksum", PartChecksum.Use.WHEN_SUPPORTED));
    }
}
