package dev.perigee.sink.kit.s3;

import dev.perigee.api.PutOptions;
import dev.perigee.sink.kit.multipart.PartChecksum;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says in S3's headers how an object is to be kept. Pure, but for the clock that object locks count from.
 *
 * @param storing how
 * @param clock the time
 */
record S3Headers(ObjectOptions storing, InstantSource clock) {

    /** For a request that begins an object. */
    Map<String, String> begin(PutOptions options) {
        Map<String, String> headers = new TreeMap<>();
        storing.storageClass().ifPresent(word -> headers.put("x-amz-storage-class", word));
        if (!storing.tags().isEmpty()) {
            headers.put("x-amz-tagging", query(storing.tags()));
        }
        storing.lock()
                .flatMap(lock -> lock.hold(clock.instant(), options.retainUntil()))
                .ifPresent(hold -> {
                    headers.put("x-amz-object-lock-mode", hold.mode().name());
                    headers.put(
                            "x-amz-object-lock-retain-until-date", hold.until().toString());
                });
        storing.encryption().ifPresent(how -> headers.putAll(how.headers()));
        return headers;
    }

    /** For a request that begins an upload in parts. */
    Map<String, String> beginParts(PutOptions options) {
        Map<String, String> headers = begin(options);
        if (storing.checksum() == PartChecksum.Use.WHEN_SUPPORTED) {
            headers.put("x-amz-checksum-algorithm", "SHA256");
        }
        return headers;
    }

    /** For a request that reads or goes on writing an object: the key that the store doesn't keep. */
    Map<String, String> goOn() {
        return storing.encryption()
                .filter(Encryption.Customer.class::isInstance)
                .map(Encryption::headers)
                .orElse(Map.of());
    }

    private static String query(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> encoded(tag.getKey()) + "=" + encoded(tag.getValue()))
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
