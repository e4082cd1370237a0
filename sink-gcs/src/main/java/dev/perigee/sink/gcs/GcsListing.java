package dev.perigee.sink.gcs;

import com.google.api.gax.paging.Page;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobListOption;
import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.kit.call.Uninterruptible;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Lists our objects, and passes over what others have put beside them. */
final class GcsListing {

    /**
     * What makes "from here on" into "after this": the store's offset includes the name itself, and no character of a key
     * comes before this one.
     */
    private static final String NEXT = "!";

    private final Storage storage;
    private final GcsSinkConfig config;

    GcsListing(Storage storage, GcsSinkConfig config) {
        this.storage = storage;
        this.config = config;
    }

    /** Asks on while a page holds nothing but foreign names. */
    ListPage page(String prefix, String after, int limit) throws Exception {
        List<ObjectInfo> found = new ArrayList<>();
        String from = after.isEmpty() ? "" : config.keyPrefix() + after + NEXT;
        boolean more = true;
        while (found.isEmpty() && more) {
            Page<Blob> answer = ask(prefix, from, limit);
            more = answer.getNextPageToken() != null;
            String last = from;
            for (Blob object : answer.getValues()) {
                requireAscending(last, object.getName());
                last = object.getName();
                ours(object).ifPresent(found::add);
            }
            requireProgress(more, from, last);
            from = last + NEXT;
        }
        return new ListPage(found, more);
    }

    private Page<Blob> ask(String prefix, String from, int limit) throws Exception {
        List<BlobListOption> options = new ArrayList<>(List.of(
                BlobListOption.prefix(config.keyPrefix() + prefix),
                BlobListOption.pageSize(Math.min(limit, 1000)),
                BlobListOption.fields(BlobField.NAME, BlobField.SIZE, BlobField.UPDATED)));
        if (!from.isEmpty()) {
            options.add(BlobListOption.startOffset(from));
        }
        return Uninterruptible.call(() -> storage.list(config.bucket(), options.toArray(BlobListOption[]::new)));
    }

    private Optional<ObjectInfo> ours(Blob object) {
        String name = object.getName().substring(config.keyPrefix().length());
        return ObjectKey.isValid(name)
                ? Optional.of(new ObjectInfo(
                        ObjectKey.of(name),
                        Objects.requireNonNull(object.getSize(), "asked for"),
                        object.getUpdateTimeOffsetDateTime().toInstant()))
                : Optional.empty();
    }

    /** Only ASCII names need to compare: foreign ones with other letters sort by UTF-8, which Java's strings don't. */
    private static void requireAscending(String before, String name) throws SinkException {
        if (isAscii(before) && isAscii(name) && name.compareTo(before) < 0) {
            throw new SinkException(
                    Kind.OTHER, "list: the store gives '" + name + "' after '" + before + "': it does not sort");
        }
    }

    private static boolean isAscii(String name) {
        return name.chars().allMatch(letter -> letter < 128);
    }

    private static void requireProgress(boolean more, String from, String last) throws SinkException {
        if (more && last.equals(from)) {
            throw new SinkException(Kind.OTHER, "list: the store gives an empty page and says there is more");
        }
    }
}
