package dev.perigee.test.s3;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.api.StorageSinkProvider;
import dev.perigee.test.servers.RealS3;
import dev.perigee.testkit.StorageSinkContract;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract, against one real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ServerContract extends StorageSinkContract {

    private final StorageSinkProvider provider;
    private final Supplier<RealS3> start;
    private final Map<String, ?> more;
    private Optional<RealS3> server = Optional.empty();

    /**
     * The contract of a sink.
     *
     * @param provider opens it
     * @param start starts the server
     * @param more settings beside endpoint, bucket and keys
     */
    protected ServerContract(StorageSinkProvider provider, Supplier<RealS3> start, Map<String, ?> more) {
        this.provider = provider;
        this.start = start;
        this.more = more;
    }

    @BeforeAll
    void start() {
        server = Optional.of(start.get());
    }

    @AfterAll
    void stop() {
        server.ifPresent(RealS3::close);
    }

    @Override
    protected StorageSink open() throws SinkException {
        String url = server.orElseThrow().url();
        return provider.open(SinkSettings.of("test", S3Settings.with(S3Settings.of(url, "contract"), more)));
    }

    @Override
    protected StorageSink reopen() throws SinkException {
        return open();
    }
}
