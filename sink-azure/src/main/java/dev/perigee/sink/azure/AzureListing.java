package dev.perigee.sink.azure;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobItemProperties;
import com.azure.storage.blob.models.ListBlobsOptions;
import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.listing.AscendingPages;
import dev.perigee.sink.kit.listing.AscendingPages.Entry;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Lists our objects, and passes over what others have put beside them. The store goes on from a token of its own only, so
 * the last ones are kept; from a name without one it is asked from the beginning. Safe for many threads.
 */
final class AzureListing {

    /** Listings at a time that go on without asking again for what they have seen. */
    private static final int TOKENS = 64;

    /** As many pages without a name that is wanted are no listing. */
    private static final int MOST_PAGES = 1000;

    private final BlobContainerClient container;
    private final Map<Place, String> tokens = new LinkedHashMap<>(TOKENS, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, String> eldest) {
            return size() > TOKENS;
        }
    };

    AzureListing(HttpPipeline pipeline, AzureSinkConfig config) {
        this.container = new BlobContainerClientBuilder()
                .endpoint(config.account().url().toString())
                .containerName(config.place().bucket())
                .serviceVersion(BlobRequests.VERSION)
                .pipeline(pipeline)
                .buildClient();
    }

    /** Where a page has ended. */
    private record Place(String prefix, String last) {}

    AscendingPages.Page page(String prefix, String from, int most) throws SinkException {
        Optional<String> token = token(new Place(prefix, from));
        for (int asked = 0; asked < MOST_PAGES; asked++) {
            PagedResponse<BlobItem> answer = ask(prefix, token, most);
            List<BlobItem> items = answer.getValue();
            token = Optional.ofNullable(answer.getContinuationToken()).filter(text -> !text.isEmpty());
            List<Entry> wanted = items.stream()
                    .map(AzureListing::entry)
                    .filter(entry -> entry.name().compareTo(from) > 0)
                    .toList();
            if (!wanted.isEmpty() || token.isEmpty()) {
                token.ifPresent(next -> keep(new Place(prefix, wanted.getLast().name()), next));
                return new AscendingPages.Page(wanted, token.isPresent());
            }
        }
        throw new SinkException(
                SinkException.Kind.OTHER,
                "list: the store gives " + MOST_PAGES + " pages without a name that comes after '" + from + "'");
    }

    private PagedResponse<BlobItem> ask(String prefix, Optional<String> token, int most) {
        ListBlobsOptions options = new ListBlobsOptions().setPrefix(prefix).setMaxResultsPerPage(most);
        return container
                .listBlobs(options, token.orElse(null), null)
                .iterableByPage()
                .iterator()
                .next();
    }

    private static Entry entry(BlobItem item) {
        Optional<BlobItemProperties> facts = Optional.ofNullable(item.getProperties());
        return new Entry(
                Objects.requireNonNullElse(item.getName(), ""),
                facts.map(BlobItemProperties::getContentLength).orElse(-1L),
                facts.map(BlobItemProperties::getLastModified)
                        .map(OffsetDateTime::toInstant)
                        .orElse(Instant.EPOCH));
    }

    private Optional<String> token(Place place) {
        synchronized (tokens) {
            return Optional.ofNullable(tokens.get(place));
        }
    }

    private void keep(Place place, String token) {
        synchronized (tokens) {
            tokens.put(place, token);
        }
    }
}
