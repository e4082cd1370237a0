package dev.perigee.sink.minio;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import dev.perigee.sink.kit.connect.GivenText;
import dev.perigee.sink.kit.connect.ServerAddress;
import dev.perigee.sink.kit.s3.S3Settings;
import io.minio.BucketExistsArgs;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Where a MinIO sink keeps its objects, and how it gets there.
 *
 * @param endpoint the server
 * @param common what all S3 sinks have
 * @param alias the alias of mc's configuration to take keys from; empty for {@code ALIAS} of the environment, or
 *     {@code s3}
 * @param profile the profile of AWS's credentials file to take keys from; empty for its default
 */
public record MinioSinkConfig(URI endpoint, S3Settings common, Optional<String> alias, Optional<String> profile) {

    /**
     * Reads a sink's block.
     *
     * @param settings the block
     * @return its meaning
     * @throws SettingException if a value can't be used, or two are at odds
     */
    public static MinioSinkConfig read(SinkSettings settings) {
        URI endpoint = endpoint(settings);
        settings.string("bucket").filter(name -> !name.isBlank()).ifPresent(MinioSinkConfig::requireBucketName);
        String region = GivenText.of(settings, "region").orElse("us-east-1");
        return new MinioSinkConfig(
                endpoint,
                S3Settings.read(settings, Optional.of(endpoint), region, List.of("mc-alias", "profile")),
                GivenText.of(settings, "mc-alias"),
                GivenText.of(settings, "profile"));
    }

    /** By minio-java's own rule: whatever the server would take, no request with another name leaves it. */
    private static void requireBucketName(String name) {
        try {
            BucketExistsArgs.builder().bucket(name.strip()).build();
        } catch (IllegalArgumentException e) {
            throw new SettingException(
                    "bucket",
                    "is '" + name
                            + "'; it takes 3 to 63 of a-z 0-9 . -, with a letter or digit at each end and beside each"
                            + " dot, and no IPv4 address");
        }
    }

    /** minio-java takes no path at all. */
    private static URI endpoint(SinkSettings settings) {
        URI url = ServerAddress.ofBuckets(
                settings.required("endpoint"), settings.string("bucket").orElse(""));
        if (!String.valueOf(url.getPath()).replace("/", "").isEmpty()) {
            throw new SettingException("endpoint", "has the path '" + url.getPath() + "'; this sink takes none");
        }
        return url;
    }

    /** Whether the bucket's name goes into the path. */
    boolean pathStyle() {
        return common.pathStyle(ServerAddress.host(endpoint).endsWith(".amazonaws.com"));
    }
}
