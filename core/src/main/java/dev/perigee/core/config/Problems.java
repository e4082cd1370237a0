package dev.perigee.core.config;

import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong, so that all of it is said at once. */
final class Problems {

    private record BackupLocation(int line, Problem problem) {}

    private final List<BackupLocation> found = new ArrayList<>();

    void add(String key, Optional<String> value, String message, ConfigOrigin origin) {
        add(new BackupLocation(origin.lineNumber(), new Problem(key, value, message, HoconFile.where(origin))));
    }

    void add(Problem problem) {
        add(new BackupLocation(Integer.MAX_VALUE, problem));
    }

    /** What two readers of a block have both seen is said once. */
    private void add(BackupLocation problem) {
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    /** What was found, in the order of the lines. */
    List<Problem> all() {
        return found.stream()
                .sorted(Comparator.comparingInt(BackupLocation::line))
                .map(BackupLocation::problem)
                .toList();
    }

    void throwIfAny() throws ConfigException {
        if (!found.isEmpty()) {
            throw new ConfigException(all());
        }
    }
}
