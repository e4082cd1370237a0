package dev.perigee.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.sink.contract.body.BytesBody;
import dev.perigee.testkit.FaultySink.Verb;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FaultySinkTest {

    private static final ObjectKey KEY = ObjectKey.of("a/b");

    private final MemorySink memory = new MemorySink();
    private final FaultySink sink = new FaultySink(memory);

    private ObjectInfo put() throws SinkException {
        return sink.put(KEY, new BytesBody(new byte[] {1, 2, 3, 4}), PutOptions.NONE);
    }

    private static void fails(Executable call, Kind kind) {
        assertEquals(kind, assertThrows(SinkException.class, call).kind());
    }

    private boolean stored() throws SinkException {
        return !memory.list("", "", 1).objects().isEmpty();
    }

    @Test
    void onlyTheScriptedCallFails() throws Exception {
        sink.failCall(Verb.PUT, 2, Kind.BUSY);

        put();
        fails(this::put, Kind.BUSY);
        put();

        assertEquals(3, sink.calls(Verb.PUT));
    }

    @Test
    void everyCallOfAVerbCanFail() {
        sink.failEveryCall(Verb.LIST, Kind.DENIED);

        fails(() -> sink.list("", "", 1), Kind.DENIED);
        fails(() -> sink.list("", "", 1), Kind.DENIED);
    }

    @Test
    void aFailureBeforeStoresNothingAndOneAfterHasStored() throws Exception {
        sink.failCall(Verb.PUT, 1, Kind.UNREACHABLE).failAfter(Verb.PUT, 2, Kind.UNREACHABLE);

        fails(this::put, Kind.UNREACHABLE);
        assertFalse(stored());

        fails(this::put, Kind.UNREACHABLE);
        assertTrue(stored());
    }

    @Test
    void aCutGetGivesItsBytesAndThenThrows() throws Exception {
        sink.cutGet(1, 3);
        put();

        try (InputStream stream = sink.get(KEY, 0)) {
            assertArrayEquals(new byte[] {1, 2, 3}, stream.readNBytes(3));
            fails(stream::read, Kind.UNREACHABLE);
        }
        try (InputStream stream = sink.get(KEY, 0)) {
            assertEquals(4, stream.readAllBytes().length);
        }
    }

    @Test
    void aDelayedCallWaitsForItsLatch() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        sink.delayCall(Verb.PUT, 1, latch);
        FutureTask<ObjectInfo> put = new FutureTask<>(this::put);
        new Thread(put).start();

        assertFalse(stored());
        latch.countDown();

        put.get();
        assertTrue(stored());
    }
}
