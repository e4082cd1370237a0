package dev.perigee.core.history.recording;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a stopped etcd held, to be put back in place of what it holds later.
 *
 * @param copy of its data directory
 */
record OlderState(Path copy) {

    static OlderState of(RealEtcd stopped, Path copy) throws IOException {
        copy(stopped.dataDir(), copy);
        return new OlderState(copy);
    }

    /** Ends the etcd, and starts it as it was then. */
    void putBack(RealEtcd etcd) throws IOException {
        etcd.stop();
        DurableFile.deleteTree(etcd.dataDir());
        copy(copy, etcd.dataDir());
        etcd.restart();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each)));
            }
        }
    }
}
