package dev.perigee.distribution;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon tells a program, a webhook and a heartbeat monitor; one that never answers is in nobody's way. */
class HooksTest {

    private static final Duration LONG = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private final List<String> told = new CopyOnWriteArrayList<>();

    private void hear(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        told.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private boolean heard(String beginning) {
        return told.stream().anyMatch(line -> line.startsWith(beginning));
    }

    private Path script() throws IOException {
        Path script = Files.writeString(
                folder.resolve("after-backup"), "#!/bin/sh\ncat >>\"$1\"; env >\"$1.environment\"; echo >>\"$1\"\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void allOfThemAreToldAndOneThatIsSilentHoldsNobodyUp() throws Exception {
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::hear);
        receiver.start();
        String base = "http://127.0.0.1:" + receiver.getAddress().getPort();
        try (Product product = Product.unpack();
                ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                RealEtcd etcd = RealEtcd.start("3.6")) {
            Path urlFile = Files.writeString(folder.resolve("url"), base + "/in?token=geheim\n");
            Path config = Files.writeString(folder.resolve("perigee.conf"), """
                    perigee {
                      clusters.prod { endpoints = ["%s"] }
                      jobs.often { schedule = "@every 1s" }
                      hooks {
                        silent { type = webhook, url = "http://127.0.0.1:%d/", on = [success], attempts = 2, timeout = 1s }
                        pager { type = webhook, url-file = "%s", signing-key = geheim, on = [success, prune] }
                        monitor { type = heartbeat, url = "%s/beat" }
                        script { type = command, command = ["%s", "%s"], on = [success] }
                      }
                    }
                    """.formatted(
                            etcd.endpoint(), silent.getLocalPort(), urlFile, base, script(), folder.resolve("input")));
            Map<String, String> environment = Map.of(
                    "PERIGEE_STATE_DIR",
                    folder.resolve("state").toString(),
                    "PERIGEE_CONFIG",
                    config.toString(),
                    "ETCD_PASSWORD",
                    "geheim");
            try (RunningDaemon daemon = RunningDaemon.start(product, environment, folder.resolve("log"))) {
                daemon.makes(3);
                eventually(LONG, "the webhook", () -> heard("POST /in?token=geheim {\"event\":\"success\","));
                eventually(LONG, "a heartbeat's start", () -> heard("GET /beat/start"));
                eventually(LONG, "a heartbeat's success", () -> heard("GET /beat "));
                eventually(LONG, "the program", () -> Files.exists(folder.resolve("input.environment")));
                eventually(
                        LONG,
                        "the silent one is said",
                        () -> daemon.said().contains("hook silent: not told of SUCCESS"));

                assertEquals(0, daemon.terminate());
                assertTrue(Files.readString(folder.resolve("input")).startsWith("{\"event\":\"success\","));
                assertFalse(
                        Files.readString(folder.resolve("input.environment")).contains("geheim"));
                assertFalse(daemon.said().contains("geheim"), daemon.said());
            }
            assertFalse(
                    product.run(environment, "config", "show").orFail().stdout().contains("geheim"));
        } finally {
            receiver.stop(0);
        }
    }
}
