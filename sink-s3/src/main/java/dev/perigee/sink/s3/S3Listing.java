package dev.perigee.sink.s3;

import dev.perigee.api.ListPage;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.kit.listing.AscendingPages;
import dev.perigee.sink.kit.listing.AscendingPages.Entry;
import dev.perigee.sink.kit.listing.AscendingPages.Page;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists our objects, and passes over what others have put beside them. */
final class S3Listing {

    private final S3Client client;
    private final S3SinkConfig config;
    private final S3Requests requests;

    S3Listing(S3Client client, S3SinkConfig config, S3Requests requests) {
        this.client = client;
        this.config = config;
        this.requests = requests;
    }

    /** A bucket that the first put will make is an empty one until then. */
    ListPage page(String prefix, String after, int limit) throws Exception {
        try {
            return firstFilled(prefix, after, limit);
        } catch (NoSuchBucketException e) {
            if (config.createBucket()) {
                return new ListPage(List.of(), false);
            }
            throw e;
        }
    }

    private ListPage firstFilled(String prefix, String after, int limit) throws Exception {
        return new AscendingPages(config.keyPrefix(), prefix).next(after, limit, (from, most) -> {
            ListObjectsV2Response answer = client.listObjectsV2(requests.list(prefix, from, most));
            boolean more = Optional.ofNullable(answer.isTruncated()).orElseThrow(S3Listing::noStore);
            return new Page(answer.contents().stream().map(S3Listing::entry).toList(), more);
        });
    }

    private static Entry entry(S3Object object) {
        return new Entry(
                Objects.requireNonNullElse(object.key(), ""),
                Objects.requireNonNullElse(object.size(), -1L),
                Objects.requireNonNullElse(object.lastModified(), Instant.EPOCH));
    }

    private static SinkException noStore() {
        return new SinkException(
                Kind.INVALID,
                Optional.empty(),
                "list: the answer is no listing, so it does not come from an S3 server",
                Optional.of("check the endpoint: a web console or a proxy may listen there"),
                Optional.empty());
    }
}
