package dev.perigee.core.companions;

import dev.perigee.core.encoding.EncodingSettings;
import java.util.List;

/**
 * Which files go along with a backup, and who may read them.
 *
 * @param files absolute paths, or patterns of them; at least one
 * @param encoding how they are written: always compressed, and encrypted unless somebody has insisted on plain
 * @param sinks the names of the sinks that get them; empty for all of the job's
 */
public record CompanionSettings(List<String> files, EncodingSettings encoding, List<String> sinks) {

    /** Copies the lists. */
    public CompanionSettings {
        files = List.copyOf(files);
        sinks = List.copyOf(sinks);
    }
}
