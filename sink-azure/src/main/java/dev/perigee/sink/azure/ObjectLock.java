package dev.perigee.sink.azure;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long the store refuses to delete an object: Azure calls it a time-based immutability policy. The container must
 * have been made with version-level immutability.
 *
 * @param mode who may lift it
 * @param period counted from the put; empty to lock only what the engine asks for
 */
record ObjectLock(Mode mode, Optional<Duration> period) {

    /** Who may lift a lock, in the words of setting and store. */
    enum Mode {
        NONE,
        /** Those with a permission of its own. */
        UNLOCKED,
        /** Nobody. */
        LOCKED
    }

    static Optional<ObjectLock> read(SinkSettings settings) {
        Mode mode = settings.choice("object-lock.mode", Mode.NONE);
        Optional<Duration> period =
                Optional.of(settings.duration("object-lock.for", Duration.ZERO)).filter(length -> !length.isZero());
        if (mode == Mode.NONE && period.isPresent()) {
            throw new SettingException("object-lock.mode", "is missing; it takes unlocked or locked");
        }
        return mode == Mode.NONE ? Optional.empty() : Optional.of(new ObjectLock(mode, period));
    }

    /** Until when an object stored now is locked: the later of the two wishes; empty if there is neither. */
    Optional<Instant> until(Instant now, Optional<Instant> asked) {
        return Stream.concat(period.map(now::plus).stream(), asked.stream()).max(Instant::compareTo);
    }
}
