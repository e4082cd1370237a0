package dev.perigee.sink.gcs;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import java.util.Optional;

/**
 * How a missing bucket is made: with uniform access, closed to the public.
 *
 * @param project the project it belongs to
 * @param location where it lies; empty for Google's default
 */
public record BucketCreation(String project, Optional<String> location) {

    static Optional<BucketCreation> read(SinkSettings settings) {
        Optional<String> project = settings.string("project");
        Optional<String> location = settings.string("location");
        if (!settings.flag("create-bucket", false)) {
            return Optional.empty();
        }
        return Optional.of(new BucketCreation(
                project.orElseThrow(() -> new SettingException("project", "is missing; create-bucket needs it")),
                location));
    }
}
