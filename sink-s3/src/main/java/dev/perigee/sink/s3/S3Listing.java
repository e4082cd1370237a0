package dev.perigee.sink.s3;

import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import java.util.ArrayList;
import java.util.List;
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
    ListPage page(String prefix, String after, int limit) throws SinkException {
        try {
            return firstFilled(prefix, after, limit);
        } catch (NoSuchBucketException e) {
            if (config.createBucket()) {
                return new ListPage(List.of(), false);
            }
            throw e;
        }
    }

    /** Asks on while a page holds nothing but foreign names. */
    private ListPage firstFilled(String prefix, String after, int limit) throws SinkException {
        List<ObjectInfo> found = new ArrayList<>();
        String from = after.isEmpty() ? "" : config.keyPrefix() + after;
        boolean more = true;
        while (found.isEmpty() && more) {
            ListObjectsV2Response answer = client.listObjectsV2(requests.list(prefix, from, limit));
            more = Optional.ofNullable(answer.isTruncated()).orElseThrow(S3Listing::noStore);
            for (S3Object object : answer.contents()) {
                requireAscending(from, object.key());
                from = object.key();
                ours(object).ifPresent(found::add);
            }
            requireProgress(more, answer);
        }
        return new ListPage(found, more);
    }

    private Optional<ObjectInfo> ours(S3Object object) {
        String name = object.key().substring(config.keyPrefix().length());
        return ObjectKey.isValid(name)
                ? Optional.of(new ObjectInfo(ObjectKey.of(name), object.size(), object.lastModified()))
                : Optional.empty();
    }

    private static SinkException noStore() {
        return new SinkException(
                Kind.INVALID,
                Optional.empty(),
                "list: the answer is no listing, so it does not come from an S3 server",
                Optional.of("check the endpoint: a web console or a proxy may listen there"),
                Optional.empty());
    }

    /** Only ASCII names need to compare: foreign ones with other letters sort by UTF-8, which Java's strings don't. */
    private static void requireAscending(String before, String name) throws SinkException {
        if (isAscii(before) && isAscii(name) && name.compareTo(before) <= 0) {
            throw new SinkException(
                    Kind.OTHER, "list: the store gives '" + name + "' after '" + before + "': it does not sort");
        }
    }

    private static boolean isAscii(String name) {
        return name.chars().allMatch(letter -> letter < 128);
    }

    private static void requireProgress(boolean more, ListObjectsV2Response answer) throws SinkException {
        if (more && answer.contents().isEmpty()) {
            throw new SinkException(Kind.OTHER, "list: the store gives an empty page and says there is more");
        }
    }
}
