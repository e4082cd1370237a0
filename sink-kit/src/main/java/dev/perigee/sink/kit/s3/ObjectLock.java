package dev.perigee.sink.kit.s3;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long the store refuses to delete an object. The bucket must have been made with object lock.
 *
 * @param mode who may lift it
 * @param period counted from the put; empty to lock only what the engine asks for
 */
public record ObjectLock(Mode mode, Optional<Duration> period) {

    /** Who may lift a lock. */
    public enum Mode {
        /** Those with a permission of its own. */
        GOVERNANCE,
        /** Nobody. */
        COMPLIANCE
    }

    /** The words of the setting. */
    private enum Word {
        NONE,
        GOVERNANCE,
        COMPLIANCE
    }

    static Optional<ObjectLock> read(SinkSettings settings) {
        Word word = settings.choice("object-lock.mode", Word.NONE);
        Duration period = settings.duration("object-lock.for", Duration.ZERO);
        if (word == Word.NONE) {
            if (!period.isZero()) {
                throw new SettingException("object-lock.mode", "is missing; it takes governance or compliance");
            }
            return Optional.empty();
        }
        return Optional.of(
                new ObjectLock(Mode.valueOf(word.name()), Optional.of(period).filter(length -> !length.isZero())));
    }

    /**
     * Until when an object stored now is locked.
     *
     * @param now the time
     * @param asked by the caller of the put
     * @return the later of the two wishes; empty if there is neither
     */
    public Optional<Instant> until(Instant now, Optional<Instant> asked) {
        Optional<Instant> own = period.map(now::plus);
        return own.isPresent() && asked.isPresent()
                ? Optional.of(own.get().isAfter(asked.get()) ? own.get() : asked.get())
                : own.or(() -> asked);
    }
}
