package dev.perigee.sink.s3;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import dev.perigee.sink.kit.connect.GivenText;
import dev.perigee.sink.kit.connect.ServerAddress;
import dev.perigee.sink.kit.s3.S3Settings;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Where an S3 sink keeps its objects, and how it gets there.
 *
 * @param common what all S3 sinks have
 * @param profile the profile that the SDK's chain reads where there are no keys; empty for its default
 */
public record S3SinkConfig(S3Settings common, Optional<String> profile) {

    /**
     * Reads a sink's block.
     *
     * @param settings the block
     * @return its meaning
     * @throws SettingException if a value can't be used, or two are at odds
     */
    public static S3SinkConfig read(SinkSettings settings) {
        Optional<URI> endpoint = GivenText.of(settings, "endpoint")
                .map(text ->
                        ServerAddress.ofBuckets(text, settings.string("bucket").orElse("")));
        return new S3SinkConfig(
                S3Settings.read(settings, endpoint, region(settings, endpoint), List.of("profile")),
                GivenText.of(settings, "profile"));
    }

    /** A server of one's own mostly takes any region; AWS never does, and asking around for it can take seconds. */
    private static String region(SinkSettings settings, Optional<URI> endpoint) {
        return GivenText.of(settings, "region")
                .or(() -> endpoint.map(own -> "us-east-1"))
                .orElseThrow(() -> new SettingException(
                        "region",
                        "is missing; without an endpoint it takes the bucket's AWS region, eu-central-1 say"));
    }

    /** Whether the bucket's name goes into the path: into the host's only where the SDK finds that by itself. */
    boolean pathStyle() {
        return common.pathStyle(common.endpoint().isEmpty());
    }
}
