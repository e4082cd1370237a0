package dev.perigee.sink.gcs;

import com.google.api.gax.paging.Page;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobListOption;
import dev.perigee.api.ListPage;
import dev.perigee.sink.kit.call.Uninterruptible;
import dev.perigee.sink.kit.listing.AscendingPages;
import dev.perigee.sink.kit.listing.AscendingPages.Entry;
import java.time.Instant;
import java.time.OffsetDateTime;
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

    ListPage page(String prefix, String after, int limit) throws Exception {
        return new AscendingPages(config.keyPrefix(), prefix).next(after, limit, (from, most) -> {
            Page<Blob> answer = ask(prefix, from.isEmpty() ? "" : from + NEXT, most);
            List<Entry> entries = new ArrayList<>();
            answer.getValues().forEach(object -> entries.add(entry(object)));
            return new AscendingPages.Page(entries, answer.getNextPageToken() != null);
        });
    }

    private static Entry entry(Blob object) {
        return new Entry(
                Objects.requireNonNullElse(object.getName(), ""),
                Objects.requireNonNullElse(object.getSize(), -1L),
                Optional.ofNullable(object.getUpdateTimeOffsetDateTime())
                        .map(OffsetDateTime::toInstant)
                        .orElse(Instant.EPOCH));
    }

    private Page<Blob> ask(String prefix, String from, int limit) throws Exception {
        List<BlobListOption> options = new ArrayList<>(List.of(
                BlobListOption.prefix(config.keyPrefix() + prefix),
                BlobListOption.pageSize(limit),
                BlobListOption.fields(BlobField.NAME, BlobField.SIZE, BlobField.UPDATED)));
        if (!from.isEmpty()) {
            options.add(BlobListOption.startOffset(from));
        }
        return Uninterruptible.call(() -> storage.list(config.bucket(), options.toArray(BlobListOption[]::new)));
    }
}
