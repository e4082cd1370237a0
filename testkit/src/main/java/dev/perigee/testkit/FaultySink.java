package dev.perigee.testkit;

import dev.perigee.api.Body;
import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkCapabilities;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import java.io.InputStream;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Another sink with faults by script: {@code new FaultySink(sink).failCall(Verb.PUT, 2, Kind.BUSY)}. Calls are counted
 * per verb from 1, in the order in which they arrive. Closing is passed on. Safe for many threads.
 */
public final class FaultySink implements StorageSink {

    /** What can be made to fail. */
    public enum Verb {
        /** {@link StorageSink#put}. */
        PUT,
        /** {@link StorageSink#get}. */
        GET,
        /** {@link StorageSink#list}. */
        LIST,
        /** {@link StorageSink#delete}. */
        DELETE,
        /** {@link StorageSink#heldUntil}. */
        HELD_UNTIL,
        /** {@link StorageSink#hold}. */
        HOLD
    }

    /** When a fault strikes. */
    private enum When {
        BEFORE,
        AFTER
    }

    private record Fault(Verb verb, Predicate<Integer> call, When when, Kind kind) {}

    private record Cut(int call, long bytes) {}

    private record Delay(Verb verb, int call, CountDownLatch until) {}

    private final StorageSink sink;
    private final Map<Verb, AtomicInteger> calls = new EnumMap<>(Verb.class);
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<Cut> cuts = new CopyOnWriteArrayList<>();
    private final List<Delay> delays = new CopyOnWriteArrayList<>();

    /**
     * A sink without faults so far.
     *
     * @param sink what does the work
     */
    public FaultySink(StorageSink sink) {
        this.sink = sink;
        for (Verb verb : Verb.values()) {
            calls.put(verb, new AtomicInteger());
        }
    }

    /**
     * Lets one call fail before it does anything.
     *
     * @param verb which verb
     * @param call which of its calls, from 1
     * @param kind how it fails
     * @return this sink
     */
    public FaultySink failCall(Verb verb, int call, Kind kind) {
        faults.add(new Fault(verb, number -> number == call, When.BEFORE, kind));
        return this;
    }

    /**
     * Lets every call fail before it does anything.
     *
     * @param verb which verb
     * @param kind how it fails
     * @return this sink
     */
    public FaultySink failEveryCall(Verb verb, Kind kind) {
        faults.add(new Fault(verb, number -> true, When.BEFORE, kind));
        return this;
    }

    /**
     * Lets one call do its work and fail all the same, as when the answer is lost.
     *
     * @param verb which verb
     * @param call which of its calls, from 1
     * @param kind how it fails
     * @return this sink
     */
    public FaultySink failAfter(Verb verb, int call, Kind kind) {
        faults.add(new Fault(verb, number -> number == call, When.AFTER, kind));
        return this;
    }

    /**
     * Lets the stream of one get break off with UNREACHABLE.
     *
     * @param call which get, from 1
     * @param bytes how many bytes it gives before
     * @return this sink
     */
    public FaultySink cutGet(int call, long bytes) {
        cuts.add(new Cut(call, bytes));
        return this;
    }

    /**
     * Lets one call wait before it does anything. Interrupting it makes it fail as CANCELLED.
     *
     * @param verb which verb
     * @param call which of its calls, from 1
     * @param until what it waits for
     * @return this sink
     */
    public FaultySink delayCall(Verb verb, int call, CountDownLatch until) {
        delays.add(new Delay(verb, call, until));
        return this;
    }

    /**
     * How many calls there were.
     *
     * @param verb which verb
     * @return from 0 up; calls that failed count too
     */
    public int calls(Verb verb) {
        return counter(verb).get();
    }

    private AtomicInteger counter(Verb verb) {
        return Optional.ofNullable(calls.get(verb)).orElseThrow();
    }

    @Override
    public SinkCapabilities capabilities() {
        return sink.capabilities();
    }

    @Override
    public ObjectInfo put(ObjectKey key, Body body, PutOptions options) throws SinkException {
        int call = begin(Verb.PUT, Optional.of(key));
        ObjectInfo info = sink.put(key, body, options);
        strike(Verb.PUT, call, When.AFTER, Optional.of(key));
        return info;
    }

    @Override
    public InputStream get(ObjectKey key, long offset) throws SinkException {
        int call = begin(Verb.GET, Optional.of(key));
        InputStream stream = sink.get(key, offset);
        return cuts.stream()
                .filter(cut -> cut.call() == call)
                .findFirst()
                .<InputStream>map(cut -> new CutStream(stream, cut.bytes(), key))
                .orElse(stream);
    }

    @Override
    public ListPage list(String prefix, String after, int limit) throws SinkException {
        int call = begin(Verb.LIST, Optional.empty());
        ListPage page = sink.list(prefix, after, limit);
        strike(Verb.LIST, call, When.AFTER, Optional.empty());
        return page;
    }

    @Override
    public void delete(ObjectKey key) throws SinkException {
        int call = begin(Verb.DELETE, Optional.of(key));
        sink.delete(key);
        strike(Verb.DELETE, call, When.AFTER, Optional.of(key));
    }

    @Override
    public Optional<Instant> heldUntil(ObjectKey key) throws SinkException {
        int call = begin(Verb.HELD_UNTIL, Optional.of(key));
        Optional<Instant> until = sink.heldUntil(key);
        strike(Verb.HELD_UNTIL, call, When.AFTER, Optional.of(key));
        return until;
    }

    @Override
    public void hold(ObjectKey key, Instant until) throws SinkException {
        int call = begin(Verb.HOLD, Optional.of(key));
        sink.hold(key, until);
        strike(Verb.HOLD, call, When.AFTER, Optional.of(key));
    }

    @Override
    public void close() {
        sink.close();
    }

    private int begin(Verb verb, Optional<ObjectKey> key) throws SinkException {
        int call = counter(verb).incrementAndGet();
        for (Delay delay : delays) {
            if (delay.verb() == verb && delay.call() == call) {
                await(delay.until(), key);
            }
        }
        strike(verb, call, When.BEFORE, key);
        return call;
    }

    private static void await(CountDownLatch until, Optional<ObjectKey> key) throws SinkException {
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(Kind.CANCELLED, key, "cancelled while it was delayed by script");
        }
    }

    private void strike(Verb verb, int call, When when, Optional<ObjectKey> key) throws SinkException {
        for (Fault fault : faults) {
            if (fault.verb() == verb && fault.when() == when && fault.call().test(call)) {
                throw failure(fault.kind(), key, "call " + call + " of " + verb + " fails by script");
            }
        }
    }

    private static SinkException failure(Kind kind, Optional<ObjectKey> key, String message) {
        return new SinkException(kind, key, message, Optional.empty(), Optional.empty());
    }
}
