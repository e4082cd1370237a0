package dev.perigee.sink.azure;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobItemProperties;
import com.azure.storage.blob.models.ListBlobsOptions;
import dev.perigee.sink.kit.listing.AscendingPages.Entry;
import dev.perigee.sink.kit.listing.TokenPages;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Lists a container through the SDK, which reads XML for us. */
final class AzureListing {

    private final BlobContainerClient container;

    AzureListing(HttpPipeline pipeline, AzureSinkConfig config) {
        this.container = new BlobContainerClientBuilder()
                .endpoint(config.account().url().toString())
                .containerName(config.place().bucket())
                .serviceVersion(BlobRequests.VERSION)
                .pipeline(pipeline)
                .buildClient();
    }

    TokenPages.Answer ask(String prefix, Optional<String> token, int most) {
        ListBlobsOptions options = new ListBlobsOptions().setPrefix(prefix).setMaxResultsPerPage(most);
        PagedResponse<BlobItem> answer = container
                .listBlobs(options, token.orElse(null), null)
                .iterableByPage()
                .iterator()
                .next();
        return new TokenPages.Answer(
                answer.getValue().stream().map(AzureListing::entry).toList(),
                Optional.ofNullable(answer.getContinuationToken()));
    }

    private static Entry entry(BlobItem item) {
        Optional<BlobItemProperties> facts = Optional.ofNullable(item.getProperties());
        return Entry.said(
                item.getName(),
                facts.map(BlobItemProperties::getContentLength).orElse(-1L),
                facts.map(BlobItemProperties::getLastModified).map(OffsetDateTime::toInstant));
    }
}
