package dev.perigee.daemon.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.report.Json;
import dev.perigee.daemon.event.DaemonEvent.NextDue;
import dev.perigee.daemon.event.RunKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventLogTest {

    @Test
    void anEndedRunHasItsJobBackupSinksDurationAndSize() {
        String json = Json.of(EventLog.facts(HookEvents.success("one")));

        assertTrue(
                json.startsWith("{\"what\":\"run-ended\",\"job\":\"one\",\"kind\":\"backup\",\"outcome\":\"ok\","),
                json);
        assertTrue(json.contains("\"seconds\":5.0,\"backup\":{\"id\":\"20261123T100001Z-"), json);
        assertTrue(
                json.contains("\"bytes\":") && json.contains("\"sinks\":[{\"sink\":\"near\",\"stored\":true,"), json);
    }

    @Test
    void aFailureSaysWhy() {
        assertTrue(Json.of(EventLog.facts(HookEvents.failure("one", RunKind.PROOF)))
                .endsWith("\"sinks\":[],\"error\":\"etcd is \\\"away\\\"; look at it\"}"));
    }

    @Test
    void whatIsNextHasItsTime() {
        assertEquals(
                "{\"what\":\"next-due\",\"job\":\"one\",\"due\":\"2026-11-23T10:00:05Z\"}",
                Json.of(EventLog.facts(
                        new NextDue(HookEvents.NOW, "one", Optional.of(HookEvents.NOW), Optional.empty()))));
    }
}
