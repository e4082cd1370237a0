package dev.perigee.core.sinkcheck;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.body.BytesBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tries each verb once, on one small object. */
final class PermissionProbe {

    /** Long enough for clocks that differ a little, short enough for what stays behind. */
    private static final Duration SHORT = Duration.ofMinutes(1);

    private static final Duration LONG = Duration.ofMinutes(2);

    private final StorageSink sink;
    private final ObjectKey key;
    private final ObjectKey held;
    private final InstantSource clock;
    private final List<Permission> permissions = new ArrayList<>();

    PermissionProbe(StorageSink sink, ObjectKey key, InstantSource clock) {
        this.sink = sink;
        this.key = key;
        this.held = ObjectKey.of(key + "-held");
        this.clock = clock;
    }

    /** Tries put only: what else there is must not be asked of write-only credentials. */
    List<Permission> putOnly() {
        attempt("put", () -> put(key, options()));
        return permissions;
    }

    /** As a backup is put there. */
    private PutOptions options() {
        return sink.capabilities().holdsAsRetained()
                ? new PutOptions(Optional.of(clock.instant().plus(SHORT)))
                : PutOptions.NONE;
    }

    List<Permission> all() {
        attempt("put", () -> put(key, PutOptions.NONE));
        attempt("list", () -> sink.list(key.value(), "", 1));
        attempt("get", this::get);
        if (sink.capabilities().holdsAsRetained()) {
            attempt("hold", this::hold);
        }
        attempt("delete", () -> sink.delete(key));
        return permissions;
    }

    /** Whether the store is still there for us: nothing but a put where not even that works. What a get gives is the rules' question. */
    List<Permission> again() {
        attempt("put", () -> put(key, PutOptions.NONE));
        if (permissions.getFirst().works()) {
            attempt("list", () -> sink.list(key.value(), "", 1));
            attempt("delete", () -> sink.delete(key));
        }
        return permissions;
    }

    /** As retention does: at once, once more, and with a look at it. The object can be deleted when that has ended. */
    private void hold() throws SinkException {
        put(held, options());
        Instant later = clock.instant().plus(LONG);
        sink.hold(held, later);
        Optional<Instant> told = sink.heldUntil(held);
        if (told.filter(until -> !until.isBefore(later)).isEmpty()) {
            throw new SinkException(
                    SinkException.Kind.OTHER,
                    held,
                    "hold of '" + held + "': asked was until " + later + ", and the store says "
                            + told.map(until -> "until " + until).orElse("that it isn't held"));
        }
    }

    /**
     * What is still held after {@link #all}.
     *
     * @return the object; empty if there is none
     */
    Optional<ObjectKey> left() {
        if (!sink.capabilities().holdsAsRetained()) {
            return Optional.empty();
        }
        try {
            sink.delete(held);
            return Optional.empty();
        } catch (SinkException e) {
            return Optional.of(held);
        }
    }

    private void put(ObjectKey at, PutOptions options) throws SinkException {
        byte[] text = "perigee was here\n".getBytes(StandardCharsets.UTF_8);
        sink.put(at, new BytesBody(text), options);
    }

    private void get() throws IOException {
        try (InputStream in = sink.get(key, 0)) {
            in.readAllBytes();
        }
    }

    private void attempt(String verb, Attempt attempt) {
        try {
            attempt.make();
            permissions.add(new Permission(verb, Optional.empty()));
        } catch (SinkException e) {
            permissions.add(new Permission(verb, Optional.of(e)));
        } catch (IOException e) {
            SinkException unreadable = new SinkException(SinkException.Kind.OTHER, key, verb + " failed: " + e, e);
            permissions.add(new Permission(verb, Optional.of(unreadable)));
        }
    }

    /** A verb. */
    @FunctionalInterface
    private interface Attempt {

        void make() throws IOException;
    }
}
