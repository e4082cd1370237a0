package dev.perigee.sink.kit.bucket;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How long the store refuses to delete an object. The bucket must have been made with it.
 *
 * @param <M> the store's words for who may lift a lock, the first of them for "no lock"
 * @param mode who may lift it; never the first
 * @param period counted from the put; empty to lock only what the engine asks for
 */
public record ObjectLock<M extends Enum<M>>(M mode, Optional<Duration> period) {

    /**
     * Reads it.
     *
     * @param <M> the store's words
     * @param settings the sink's
     * @param none the word for "no lock"
     * @return empty for no lock
     * @throws SettingException if a value can't be used, or a period stands without a mode
     */
    public static <M extends Enum<M>> Optional<ObjectLock<M>> read(SinkSettings settings, M none) {
        M mode = settings.choice("object-lock.mode", none);
        Optional<Duration> period =
                Optional.of(settings.duration("object-lock.for", Duration.ZERO)).filter(length -> !length.isZero());
        if (mode == none && period.isPresent()) {
            throw new SettingException("object-lock.mode", "is missing; it takes " + modesBeside(none));
        }
        return mode == none ? Optional.empty() : Optional.of(new ObjectLock<>(mode, period));
    }

    private static <M extends Enum<M>> String modesBeside(M none) {
        return Arrays.stream(none.getDeclaringClass().getEnumConstants())
                .filter(mode -> mode != none)
                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
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
