package com.example.webdav;

import dev.perigee.api.SinkSettings;
import dev.perigee.api.StorageSink;
import dev.perigee.testkit.StorageSinkContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class WebDavSinkContractTest extends StorageSinkContract {

    @TempDir
    Path directory;

    private RcloneServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = RcloneServer.start(directory);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Override
    protected StorageSink open() {
        Map<String, String> block = Map.of("url", server.url() + "/backups", "user", "etcd", "password", "secret");
        return new WebDavSinkProvider().open(SinkSettings.of("nas", block));
    }

    @Override
    protected StorageSink reopen() {
        return open();
    }
}
