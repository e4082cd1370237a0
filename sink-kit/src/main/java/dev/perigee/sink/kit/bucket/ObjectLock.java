package dev.perigee.sink.kit.bucket;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How long the store refuses to delete an object. The bucket must have been made with it.
 *
 * @param <M> the store's words for who may lift a lock: the first of them for "no lock", the last for "nobody"
 * @param mode who may lift it; never the first
 * @param period counted from the put; empty to lock only what the engine asks for
 * @param followsRetention whether the engine is to ask for it: for as long as the sink's retention keeps a backup
 */
public record ObjectLock<M extends Enum<M>>(M mode, Optional<Duration> period, boolean followsRetention) {

    private static final String MODE = "object-lock.mode";
    private static final String FOR = "object-lock.for";
    private static final String RETENTION = "retention";
    private static final String PERIODS =
            "the word retention, to lock each backup for as long as it is kept, or a time span such as 30d";

    /**
     * A lock that an object has.
     *
     * @param <M> the store's words for who may lift a lock
     * @param mode who may lift it
     * @param until when it ends
     */
    public record Hold<M extends Enum<M>>(M mode, Instant until) {}

    /**
     * Reads it.
     *
     * @param <M> the store's words
     * @param settings the sink's
     * @param none the word for "no lock"
     * @return empty for no lock
     * @throws SettingException if a value can't be used, or one of period and mode stands without the other
     */
    public static <M extends Enum<M>> Optional<ObjectLock<M>> read(SinkSettings settings, M none) {
        M mode = settings.choice(MODE, none);
        boolean follows = settings.string(FOR)
                .map(String::strip)
                .filter(RETENTION::equals)
                .isPresent();
        Optional<Duration> period = follows ? Optional.empty() : period(settings);
        if (mode == none && (follows || period.isPresent())) {
            throw new SettingException(MODE, "is missing; it takes " + modesBeside(none));
        }
        if (mode != none && !follows && period.isEmpty()) {
            throw new SettingException(
                    FOR,
                    (settings.string(FOR).isPresent() ? "is nothing" : "is missing") + ", so " + MODE
                            + " would lock nothing; it takes " + PERIODS);
        }
        return mode == none ? Optional.empty() : Optional.of(new ObjectLock<>(mode, period, follows));
    }

    private static Optional<Duration> period(SinkSettings settings) {
        try {
            return Optional.of(settings.duration(FOR, Duration.ZERO)).filter(length -> !length.isZero());
        } catch (SettingException e) {
            throw new SettingException(FOR, e.getMessage() + ", or the word retention");
        }
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
     * @return the later of the two wishes, in whole seconds, which is what stores keep, and never before it; empty if there
     *     is neither
     */
    public Optional<Instant> until(Instant now, Optional<Instant> asked) {
        return Stream.concat(period.map(now::plus).stream(), asked.stream())
                .max(Comparator.naturalOrder())
                .map(ObjectLock::wholeSeconds);
    }

    /**
     * The lock that an object stored now gets.
     *
     * @param now the time
     * @param asked by the caller of the put
     * @return ends as {@link #until} says; empty for none
     */
    public Optional<Hold<M>> hold(Instant now, Optional<Instant> asked) {
        return until(now, asked).map(until -> new Hold<>(mode, until));
    }

    /**
     * The lock that an object needs beside the one that it has.
     *
     * @param found what it has; empty for none
     * @param until when its lock may end
     * @return never shorter, nor easier to lift, than what was found; empty if that is enough
     */
    public Optional<Hold<M>> extending(Optional<Hold<M>> found, Instant until) {
        Instant wanted = wholeSeconds(until);
        if (found.filter(hold -> !hold.until().isBefore(wanted)).isPresent()) {
            return Optional.empty();
        }
        M stronger =
                found.map(Hold::mode).filter(other -> other.compareTo(mode) > 0).orElse(mode);
        return Optional.of(new Hold<>(stronger, wanted));
    }

    private static Instant wholeSeconds(Instant time) {
        Instant second = time.truncatedTo(ChronoUnit.SECONDS);
        return second.equals(time) ? time : second.plusSeconds(1);
    }
}
