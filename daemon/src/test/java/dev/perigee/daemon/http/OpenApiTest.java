package dev.perigee.daemon.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.config.HttpSettings;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.EngineRequest;
import dev.perigee.core.engine.StatusRequest;
import dev.perigee.core.time.Timing;
import dev.perigee.daemon.watch.DaemonWatch;
import dev.perigee.daemon.watch.LastRuns;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonObject;
import dev.perigee.etcd.format.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document has what the server answers, and nothing else. */
class OpenApiTest {

    @TempDir
    Path folder;

    @Test
    void theDocumentHasEveryRouteWithItsParametersAndRights() throws Exception {
        TreeSet<String> served = new TreeSet<>();
        try (Engine engine = engine()) {
            for (Route route : answers(engine).routes()) {
                served.add(route.method() + " " + route.path().replace("{name}", "{id}") + " "
                        + new TreeSet<>(route.parameters()) + " " + route.access());
            }
        }

        assertEquals(String.join("\n", served), String.join("\n", described()));
    }

    private Engine engine() throws Exception {
        Path config =
                Files.writeString(folder.resolve("perigee.conf"), "perigee { http { listen = \"127.0.0.1:8085\" } }");
        return Engine.open(new EngineRequest(
                Map.of("PERIGEE_CONFIG", config.toString(), "PERIGEE_STATE_DIR", folder.toString()),
                Optional.of(folder),
                () -> ConfigRequest.NOTHING,
                "0.1.0",
                Timing.system()));
    }

    private Answers answers(Engine engine) throws Exception {
        DaemonWatch watch = new DaemonWatch(
                () -> engine.run(new StatusRequest()), InstantSource.system(), new LastRuns(folder.resolve("jobs")));
        HttpSettings settings = engine.http().orElseThrow();
        return new Answers(engine, watch, job -> Optional.empty(), () -> {}, () -> Duration.ZERO, settings);
    }

    private static TreeSet<String> described() throws JsonException {
        TreeSet<String> described = new TreeSet<>();
        JsonObject document = Json.parseObject(OpenApiAnswer.document().getBytes(StandardCharsets.UTF_8));
        JsonObject paths = document.object("paths").orElseThrow();
        for (Map.Entry<String, JsonValue> path : paths.members().entrySet()) {
            for (Map.Entry<String, JsonValue> method :
                    ((JsonObject) path.getValue()).members().entrySet()) {
                JsonObject operation = (JsonObject) method.getValue();
                described.add(method.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey() + " "
                        + parameters(operation) + " " + access(operation));
            }
        }
        return described;
    }

    private static TreeSet<String> parameters(JsonObject operation) throws JsonException {
        TreeSet<String> names = new TreeSet<>();
        for (JsonValue value : operation.array("parameters")) {
            JsonObject parameter = (JsonObject) value;
            if (parameter.string("in").orElseThrow().equals("query")) {
                names.add(parameter.string("name").orElseThrow());
            }
        }
        return names;
    }

    private static Route.Access access(JsonObject operation) throws JsonException {
        return switch (Json.write(operation.get("security").orElseThrow()).replaceAll("\\s", "")) {
            case "[{}]" -> Route.Access.ANYBODY;
            case "[{},{\"token\":[]}]" -> Route.Access.READER;
            case "[{\"token\":[]}]" -> Route.Access.OPERATOR;
            default -> throw new JsonException("no rights of ours: " + operation);
        };
    }
}
