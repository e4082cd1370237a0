package dev.perigee.sink.minio;

import dev.perigee.api.ListPage;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.kit.listing.AscendingPages;
import dev.perigee.sink.kit.listing.AscendingPages.Entry;
import dev.perigee.sink.kit.listing.AscendingPages.Page;
import io.minio.ListObjectsV2Args;
import io.minio.messages.Item;
import io.minio.messages.ListBucketResultV2;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists our objects, and passes over what others have put beside them. */
final class MinioListing {

    private final StreamingClient client;
    private final Calls calls;
    private final MinioSinkConfig config;

    MinioListing(StreamingClient client, Calls calls, MinioSinkConfig config) {
        this.client = client;
        this.calls = calls;
        this.config = config;
    }

    /** A bucket that the first put will make is an empty one until then. */
    ListPage page(String prefix, String after, int limit) throws Exception {
        try {
            return firstFilled(prefix, after, limit);
        } catch (Exception e) {
            if (config.createBucket() && MinioErrors.code(e).equals(Optional.of("NoSuchBucket"))) {
                return new ListPage(List.of(), false);
            }
            throw e;
        }
    }

    private ListPage firstFilled(String prefix, String after, int limit) throws Exception {
        return new AscendingPages(config.keyPrefix(), prefix).next(after, limit, (from, most) -> {
            ListBucketResultV2 answer = ask(prefix, from, most);
            return new Page(
                    answer.contents().stream()
                            .map(object -> entry(object, answer.encodingType()))
                            .toList(),
                    answer.isTruncated());
        });
    }

    private static Entry entry(Item object, @Nullable String encoding) {
        object.setEncodingType(encoding);
        return new Entry(
                Objects.requireNonNullElse(object.objectName(), ""),
                object.size(),
                Optional.ofNullable(object.lastModified())
                        .map(ZonedDateTime::toInstant)
                        .orElse(Instant.EPOCH));
    }

    private ListBucketResultV2 ask(String prefix, String from, int limit) throws Exception {
        ListObjectsV2Args.Builder args = ListObjectsV2Args.builder()
                .bucket(config.bucket())
                .prefix(config.keyPrefix() + prefix)
                .encodingType("url")
                .maxKeys(limit);
        if (!from.isEmpty()) {
            args.startAfter(from);
        }
        ListBucketResultV2 answer =
                calls.await(() -> client.listObjectsV2(args.build())).result();
        if (answer.name() == null) {
            throw noStore();
        }
        return answer;
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
