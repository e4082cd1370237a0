package dev.perigee.sink.local;

import dev.perigee.api.StorageSink;
import dev.perigee.testkit.StorageSinkContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalSinkContractTest extends StorageSinkContract {

    @TempDir
    Path directory;

    @Override
    protected StorageSink open() {
        return new LocalSink(new LocalSinkConfig(directory));
    }

    @Override
    protected StorageSink reopen() {
        return open();
    }
}
