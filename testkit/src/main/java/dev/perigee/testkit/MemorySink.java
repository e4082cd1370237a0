package dev.perigee.testkit;

import dev.perigee.api.Body;
import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkCapabilities;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Keeps objects in memory, by all the rules. Holds them too ({@link PutOptions#retainUntil()}), by the clock it is given,
 * and, where it is asked to, for as long as retention keeps a backup.
 * Safe for many threads. {@link #reopen()} gives another sink on the same objects; closing does nothing.
 */
public final class MemorySink implements StorageSink {

    @SuppressWarnings("ArrayRecordComponent") // never compared, never given away
    private record Stored(byte[] bytes, Instant at, Optional<Instant> retainUntil) {}

    private final NavigableMap<ObjectKey, Stored> objects;
    private final InstantSource clock;
    private final boolean holds;
    private final boolean asRetained;

    private MemorySink(
            NavigableMap<ObjectKey, Stored> objects, InstantSource clock, boolean holds, boolean asRetained) {
        this.objects = objects;
        this.clock = clock;
        this.holds = holds;
        this.asRetained = asRetained;
    }

    /** An empty sink by the system's clock that can't hold objects. */
    public MemorySink() {
        this(InstantSource.system());
    }

    /**
     * An empty sink that can't hold objects.
     *
     * @param clock the store's clock
     */
    public MemorySink(InstantSource clock) {
        this(new ConcurrentSkipListMap<>(), clock, false, false);
    }

    /**
     * An empty sink that can hold objects.
     *
     * @param clock the store's clock
     * @return the sink
     */
    public static MemorySink thatHolds(InstantSource clock) {
        return new MemorySink(new ConcurrentSkipListMap<>(), clock, true, false);
    }

    /**
     * An empty sink that is to hold each backup for as long as its retention keeps it.
     *
     * @param clock the store's clock
     * @return the sink
     */
    public static MemorySink thatHoldsAsRetained(InstantSource clock) {
        return new MemorySink(new ConcurrentSkipListMap<>(), clock, true, true);
    }

    /**
     * Another sink on the same objects.
     *
     * @return a sink that sees what this one does
     */
    public MemorySink reopen() {
        return new MemorySink(objects, clock, holds, asRetained);
    }

    @Override
    public SinkCapabilities capabilities() {
        return new SinkCapabilities(OptionalLong.empty(), true, holds, asRetained);
    }

    @Override
    public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
        if (options.retainUntil().isPresent() && !holds) {
            throw new SinkException(Kind.INVALID, key, "this memory can't hold objects");
        }
        byte[] bytes = read(key, body);
        if (bytes.length != body.length() || !Sha256.digest(bytes).equals(body.sha256())) {
            throw new SinkException(
                    Kind.DAMAGED, key, "the body's bytes (" + bytes.length + ") aren't those that were promised");
        }
        Stored stored = new Stored(bytes, clock.instant(), options.retainUntil());
        objects.put(key, stored);
        return info(key, stored);
    }

    private static byte[] read(ObjectKey key, Body body) throws SinkException {
        try (InputStream stream = body.open(0, body.length())) {
            return stream.readAllBytes();
        } catch (InterruptedIOException e) {
            throw new SinkException(Kind.CANCELLED, key, "cancelled while reading the body", e);
        } catch (IOException e) {
            throw new SinkException(Kind.OTHER, key, "reading the body failed: " + e.getMessage(), e);
        }
    }

    @Override
    public InputStream get(ObjectKey key, long offset) throws SinkException {
        byte[] bytes = Optional.ofNullable(objects.get(key))
                .orElseThrow(() -> absent(key))
                .bytes();
        if (offset < 0 || offset > bytes.length) {
            throw new SinkException(
                    Kind.INVALID, key, "offset " + offset + " lies outside the object's " + bytes.length + " bytes");
        }
        return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
    }

    @Override
    public ListPage list(String prefix, String after, int limit) {
        List<ObjectInfo> found = objects.entrySet().stream()
                .filter(entry -> entry.getKey().value().startsWith(prefix))
                .filter(entry -> entry.getKey().value().compareTo(after) > 0)
                .limit(limit + 1L)
                .map(entry -> info(entry.getKey(), entry.getValue()))
                .toList();
        boolean more = found.size() > limit;
        return new ListPage(more ? found.subList(0, limit) : found, more);
    }

    private static ObjectInfo info(ObjectKey key, Stored stored) {
        return new ObjectInfo(key, stored.bytes().length, stored.at());
    }

    @Override
    public void delete(ObjectKey key) throws SinkException {
        Optional<Instant> until = Optional.ofNullable(objects.get(key)).flatMap(Stored::retainUntil);
        if (until.isPresent() && clock.instant().isBefore(until.get())) {
            throw new SinkException(Kind.HELD, key, "held until " + until.get());
        }
        objects.remove(key);
    }

    @Override
    public Optional<Instant> heldUntil(ObjectKey key) throws SinkException {
        return Optional.ofNullable(objects.get(key))
                .orElseThrow(() -> absent(key))
                .retainUntil();
    }

    @Override
    public void hold(ObjectKey key, Instant until) throws SinkException {
        if (!holds) {
            throw new SinkException(Kind.INVALID, key, "this memory can't hold objects");
        }
        Stored held = objects.computeIfPresent(
                key, (same, old) -> new Stored(old.bytes(), old.at(), Optional.of(later(old.retainUntil(), until))));
        if (held == null) {
            throw absent(key);
        }
    }

    private static Instant later(Optional<Instant> had, Instant until) {
        return had.filter(until::isBefore).orElse(until);
    }

    private static SinkException absent(ObjectKey key) {
        return new SinkException(Kind.NOT_FOUND, key, "there is no such object");
    }

    @Override
    public void close() {}
}
