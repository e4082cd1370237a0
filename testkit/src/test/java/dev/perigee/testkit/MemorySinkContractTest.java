package dev.perigee.testkit;

import dev.perigee.api.StorageSink;

class MemorySinkContractTest extends StorageSinkContract {

    private final MemorySink sink = new MemorySink();

    @Override
    protected StorageSink open() {
        return sink;
    }

    @Override
    protected StorageSink reopen() {
        return sink.reopen();
    }
}
