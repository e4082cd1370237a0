package dev.perigee.testkit;

import dev.perigee.api.StorageSink;
import java.time.InstantSource;

class HoldingMemorySinkContractTest extends StorageSinkContract {

    private final MemorySink sink = MemorySink.thatHolds(InstantSource.system());

    @Override
    protected StorageSink open() {
        return sink;
    }

    @Override
    protected StorageSink reopen() {
        return sink.reopen();
    }
}
