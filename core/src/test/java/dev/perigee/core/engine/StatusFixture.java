package dev.perigee.core.engine;

import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.time.Timing;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An engine with a job and two sinks on this disk, and a clock that can be set forward. */
abstract class StatusFixture {

    @TempDir
    Path folder;

    Duration later = Duration.ZERO;

    @BeforeEach
    void install() throws Exception {
        LocalPlugin.install(folder.resolve("plugins"));
    }

    Engine engine(RealEtcd etcd) throws Exception {
        return engine(etcd, "");
    }

    Engine engine(RealEtcd etcd, String more) throws Exception {
        Path config = folder.resolve("perigee.conf");
        Files.writeString(config, """
                perigee {
                  state-dir = "%s"
                  zone = UTC
                  clusters { prod { endpoints = ["%s"] } }
                  sinks { near { type = local }, far { type = local, directory = "%s" } }
                  jobs { hourly { schedule = "@hourly" } }
                  %s
                }
                """.formatted(folder.resolve("state"), etcd.endpoint(), folder.resolve("far"), more));
        return Engine.open(new EngineRequest(
                Map.of("PERIGEE_CONFIG", config.toString()),
                Optional.of(folder),
                () -> ConfigRequest.NOTHING,
                "0.1.0",
                new Timing(
                        () -> InstantSource.system().instant().plus(later),
                        System::nanoTime,
                        Thread::sleep,
                        RandomGenerator.getDefault())));
    }
}
