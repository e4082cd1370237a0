package dev.perigee.sink.minio;

import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import io.minio.ListObjectsV2Args;
import io.minio.messages.Item;
import io.minio.messages.ListBucketResultV2;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** Asks on while a page holds nothing but foreign names. */
    private ListPage firstFilled(String prefix, String after, int limit) throws Exception {
        List<ObjectInfo> found = new ArrayList<>();
        String from = after.isEmpty() ? "" : config.keyPrefix() + after;
        boolean more = true;
        while (found.isEmpty() && more) {
            ListBucketResultV2 answer = ask(prefix, from, limit);
            more = answer.isTruncated();
            for (Item object : answer.contents()) {
                object.setEncodingType(answer.encodingType());
                requireAscending(from, object.objectName());
                from = object.objectName();
                ours(object).ifPresent(found::add);
            }
            requireProgress(more, answer);
        }
        return new ListPage(found, more);
    }

    private ListBucketResultV2 ask(String prefix, String from, int limit) throws Exception {
        ListObjectsV2Args.Builder args = ListObjectsV2Args.builder()
                .bucket(config.bucket())
                .prefix(config.keyPrefix() + prefix)
                .encodingType("url")
                .maxKeys(Math.min(limit, 1000));
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

    private Optional<ObjectInfo> ours(Item object) {
        String name = object.objectName().substring(config.keyPrefix().length());
        return ObjectKey.isValid(name)
                ? Optional.of(new ObjectInfo(
                        ObjectKey.of(name), object.size(), object.lastModified().toInstant()))
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

    private static void requireProgress(boolean more, ListBucketResultV2 answer) throws SinkException {
        if (more && answer.contents().isEmpty()) {
            throw new SinkException(Kind.OTHER, "list: the store gives an empty page and says there is more");
        }
    }
}
