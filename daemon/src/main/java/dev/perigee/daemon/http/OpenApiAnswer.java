package dev.perigee.daemon.http;

import dev.perigee.daemon.http.Route.Access;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What can be asked, for programs: OpenAPI 3.1. The same for everybody, so everybody may have it. */
record OpenApiAnswer() {

    List<Route> routes() {
        return List.of(new Route(
                "GET",
                "/api/v1/openapi.json",
                Access.ANYBODY,
                Set.of(),
                question -> new Reply(200, "application/json", document(), Map.of())));
    }

    static String document() {
        try (InputStream in = Objects.requireNonNull(OpenApiAnswer.class.getResourceAsStream("openapi.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it lies in this jar
        }
    }
}
