package dev.perigee.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perigee.core.catalog.Layout;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.schedule.Schedule;
import dev.perigee.core.sinks.Destination;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GravityRoleTest {

    private static final String ROLE = """
            {"accessKey": "AKIA1", "secretKey": "s3\\"cret", "endpoint": "https://minio.example.org",
             "bucket": "backups", "path": "site-a", "cronExpr": "0 */24 * * *", "enabled": true, "more": [1]}
            """;

    @TempDir
    Path folder;

    private static GravityRole role(String json) throws OperationException {
        return GravityRole.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private PerigeeConfig load(String hocon) throws Exception {
        Path file = Files.writeString(folder.resolve("perigee.conf"), hocon);
        Surroundings surroundings = new Surroundings(
                Map.of(GravityRole.SECRET_VARIABLE, "from the environment"),
                Optional.empty(),
                folder.resolve("none"),
                "host",
                ZoneId.of("Europe/Berlin"));
        ConfigRequest nothing = ConfigRequest.NOTHING;
        return new ConfigLoader(surroundings)
                .load(new ConfigRequest(
                        Optional.of(file),
                        nothing.stateDir(),
                        nothing.cluster(),
                        nothing.named(),
                        nothing.job(),
                        nothing.order()));
    }

    @Test
    void whatItSaysIsAConfigurationThatMeansTheSame() throws Exception {
        PerigeeConfig config = load(role(ROLE).toHocon("node-1.example", false));

        Destination local = config.sinks().getFirst();
        assertEquals("local", local.sink().type());
        assertEquals(RetentionRules.keepLast(1), local.retention());
        assertEquals(
                List.of("local", "offsite"),
                config.jobs().getFirst().destinations().stream()
                        .map(Destination::name)
                        .toList());
        Destination sink = config.sinks().getLast();
        assertEquals("s3", sink.sink().type());
        assertEquals(
                Map.of(
                        "endpoint", "https://minio.example.org",
                        "addressing", "auto",
                        "bucket", "backups",
                        "path", "site-a",
                        "access-key", "AKIA1",
                        "secret-key", "from the environment"),
                sink.sink().settings());
        assertEquals(Layout.STANDARD, sink.layout());
        assertEquals("node-1.example", config.clusters().getFirst().name());
        assertEquals(
                Optional.of("0 */24 * * *"),
                config.job("gravity").orElseThrow().schedule().map(Schedule::text));
    }

    @Test
    void theLayoutItOffersCanBeTakenUp() throws Exception {
        String hocon = role(ROLE).toHocon("a", false).replace("# layout {", "layout {");

        Layout layout = load(hocon).sinks().getLast().layout();

        assertEquals(new Layout.Gravity("5.2.3", "node-1", ZoneId.of("Europe/Berlin")), layout);
    }

    @Test
    void theSecretIsWrittenOnlyIfAskedFor() throws Exception {
        assertFalse(role(ROLE).toHocon("a", false).contains("cret\""));
        assertFalse(role(ROLE).toString().contains("s3\"cret"));

        PerigeeConfig config = load(role(ROLE).toHocon("a", true));

        assertEquals("s3\"cret", config.sinks().getLast().sink().settings().get("secret-key"));
    }

    @Test
    void withoutACronExpressionOrSwitchedOffThereIsNoSchedule() throws Exception {
        String without = ROLE.replace("0 */24 * * *", "").replace("https://", "");
        String off = ROLE.replace("true", "false");

        PerigeeConfig config = load(role(without).toHocon("a", false));
        assertEquals(Optional.empty(), config.jobs().getFirst().schedule());
        assertEquals(
                "https://minio.example.org",
                config.sinks().getLast().sink().settings().get("endpoint"));
        assertEquals(
                Optional.empty(),
                load(role(off).toHocon("a", false)).jobs().getFirst().schedule());
    }

    @Test
    void whatIsNoRoleSaysWhy() {
        for (String bad : new String[] {"", "[]", ROLE.replace("bucket", "bukket"), ROLE.replace("0 */24", "0 99")}) {
            OperationException failure = assertThrows(OperationException.class, () -> role(bad), bad);
            assertEquals(Outcome.BAD_INPUT, failure.outcome());
        }
    }
}
