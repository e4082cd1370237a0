package dev.perigee.sink.contract;

import dev.perigee.api.Body;
import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.contract.body.BytesBody;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One rule being tried: a sink, keys of its own, and the questions that rules ask. Removes its objects when closed. */
final class Trial implements AutoCloseable {

    /** What a rule does with a sink. Ends normally if the rule is kept. */
    @FunctionalInterface
    interface Probe {
        void run(Trial trial) throws Exception;
    }

    /** A call of a sink. */
    @FunctionalInterface
    interface Call {
        void run() throws Exception;
    }

    private static final int PAGE = 1000;
    private static final long POLL_NANOS = 100_000_000;

    private final Place place;
    private final StorageSink sink;
    private final String prefix;
    private final Set<ObjectKey> keys = new ConcurrentSkipListSet<>();
    private final Deque<StorageSink> opened = new ArrayDeque<>();

    private Trial(Place place, String id) throws SinkException {
        this.place = place;
        this.sink = place.open();
        this.prefix = place.prefix() + "/" + id + "-"
                + HexFormat.of().toHexDigits(place.random().nextInt()) + "/";
    }

    static Outcome of(Place place, String id, Probe probe) throws InterruptedException {
        try (Trial trial = new Trial(place, id)) {
            probe.run(trial);
            return new Outcome.Passed();
        } catch (Unmet e) {
            return e.outcome();
        } catch (Inapplicable e) {
            return e.outcome();
        } catch (SinkException e) {
            return Unmet.because("the sink said " + e.kind() + " where it should have obeyed: " + e.getMessage(), e)
                    .outcome();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return Unmet.because("threw " + e + "; a sink and its streams throw nothing but SinkException", e)
                    .outcome();
        }
    }

    StorageSink sink() {
        return sink;
    }

    StorageSink reopen() throws SinkException {
        StorageSink again = place.reopen();
        opened.add(again);
        return again;
    }

    /** The place opened once more in the same way; the caller closes it. */
    StorageSink openAnother() throws SinkException {
        return place.open();
    }

    InstantSource clock() {
        return place.clock();
    }

    /** What all this trial's keys begin with; ends in a slash. */
    String prefix() {
        return prefix;
    }

    ObjectKey key(String name) {
        ObjectKey key = ObjectKey.of(prefix + name);
        keys.add(key);
        return key;
    }

    List<ObjectKey> keys(String... names) {
        return Arrays.stream(names).map(this::key).toList();
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        place.random().nextBytes(bytes);
        return bytes;
    }

    long seed() {
        return place.random().nextLong();
    }

    ObjectInfo put(ObjectKey key, Body body) throws SinkException {
        return sink.put(key, body, PutOptions.NONE);
    }

    ObjectInfo put(ObjectKey key, byte[] bytes) throws SinkException {
        return put(key, new BytesBody(bytes));
    }

    void putAll(Collection<ObjectKey> keys) throws SinkException {
        for (ObjectKey key : keys) {
            put(key, new byte[] {1});
        }
    }

    byte[] read(ObjectKey key, long offset) throws IOException {
        try (InputStream stream = sink.get(key, offset)) {
            return stream.readAllBytes();
        }
    }

    List<ObjectInfo> list(String prefix, String after, int limit) throws SinkException {
        return list(sink, prefix, after, limit);
    }

    /** All pages of a listing; a page that doesn't move on is a broken rule, not an endless loop. */
    private static List<ObjectInfo> list(StorageSink sink, String prefix, String after, int limit)
            throws SinkException {
        List<ObjectInfo> objects = new ArrayList<>();
        String last = after;
        while (true) {
            ListPage page = sink.list(prefix, last, limit);
            objects.addAll(page.objects());
            if (!page.more()) {
                return objects;
            }
            String next = page.objects().get(page.objects().size() - 1).key().value();
            if (next.compareTo(last) <= 0) {
                throw Unmet.because(
                        "the page after '" + last + "' ends with '" + next + "', so the next can't move on");
            }
            last = next;
        }
    }

    List<ObjectKey> listed(String prefix, String after, int limit) throws SinkException {
        return list(prefix, after, limit).stream().map(ObjectInfo::key).toList();
    }

    List<ObjectKey> listed() throws SinkException {
        return listed(prefix, "", PAGE);
    }

    /** What is listed, once it is as wanted; at once where the sink says that listings are. */
    private static Set<ObjectKey> settled(StorageSink sink, String prefix, Predicate<Set<ObjectKey>> wanted)
            throws SinkException {
        long end = System.nanoTime() + Background.PATIENCE.toNanos();
        Set<ObjectKey> listed = keysOf(list(sink, prefix, "", PAGE));
        while (!wanted.test(listed) && !sink.capabilities().listIsImmediate() && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_NANOS);
            listed = keysOf(list(sink, prefix, "", PAGE));
        }
        return listed;
    }

    private static Set<ObjectKey> keysOf(List<ObjectInfo> objects) {
        return objects.stream().map(ObjectInfo::key).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Waits until listings show just these keys; not at all where the sink says that they do so at once. */
    void settle(Collection<ObjectKey> expected) throws SinkException {
        settled(sink, prefix, new TreeSet<>(expected)::equals);
    }

    void expectListed(String what, Collection<ObjectKey> expected) throws SinkException {
        expectListed(what, sink, expected);
    }

    void expectListed(String what, StorageSink by, Collection<ObjectKey> expected) throws SinkException {
        Set<ObjectKey> wanted = new TreeSet<>(expected);
        expectSame(what, wanted, settled(by, prefix, wanted::equals));
    }

    void expectContent(ObjectKey key, byte[] expected) throws IOException {
        byte[] found = readWhole(key);
        if (!Arrays.equals(found, expected)) {
            throw Unmet.because(Difference.between(key.value(), expected, found));
        }
    }

    private byte[] readWhole(ObjectKey key) throws IOException {
        try {
            return read(key, 0);
        } catch (SinkException e) {
            throw Unmet.because("get('" + key + "') said " + e.kind() + ": " + e.getMessage(), e);
        }
    }

    /** Whether a get says so by the right kind is another rule's question (G5). */
    void expectAbsent(ObjectKey key, String after) throws IOException {
        try (InputStream stream = sink.get(key, 0)) {
            throw Unmet.because(after + ", get('" + key + "') gave " + stream.readAllBytes().length
                    + " bytes; there should be no such object");
        } catch (SinkException absent) {
            if (settled(sink, prefix, listed -> !listed.contains(key)).contains(key)) {
                throw Unmet.because(after + ", the listing shows '" + key + "'");
            }
        }
    }

    /** Makes a call that must be refused, and gives what it threw. */
    SinkException refused(String what, Call call) throws Exception {
        try {
            call.run();
        } catch (SinkException e) {
            return e;
        }
        throw Unmet.because(what + " was accepted; it should have been refused");
    }

    void refused(String what, Kind kind, Call call) throws Exception {
        SinkException e = refused(what, call);
        if (e.kind() != kind) {
            throw Unmet.because(what + " was refused as " + e.kind() + ", not as " + kind + ": " + e.getMessage(), e);
        }
    }

    static void expectSame(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw Unmet.because(what + ": " + Difference.of(expected, found));
        }
    }

    /** Removes what was put, also when the thread has been interrupted meanwhile. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        new Sweep(place, sink).remove(keys);
        opened.forEach(StorageSink::close);
        sink.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
