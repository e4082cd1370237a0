package dev.perigee.core.sinkcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import dev.perigee.core.delivery.DeliverySettings;
import dev.perigee.core.plugin.SinkDefinition;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Destination.Access;
import dev.perigee.core.spool.SpoolSettings;
import dev.perigee.core.state.Environment;
import dev.perigee.core.state.StateDirectory;
import dev.perigee.core.time.Timing;
import dev.perigee.testkit.FaultySink;
import dev.perigee.testkit.FaultySink.Verb;
import dev.perigee.testkit.MemorySink;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckSinkTest {

    private final MemorySink place = new MemorySink();

    @Test
    void aSoundSinkKeepsEveryRuleIsMeasuredAndLeftAsItWas() throws Exception {
        SinkReport report = check(place, Access.FULL);

        assertTrue(report.sound(), report::toString);
        assertFalse(report.rules().isEmpty());
        assertTrue(report.measurement().isPresent());
        assertEquals(List.of(), report.left());
        assertEquals(List.of(), place.list("", "", 10).objects());
    }

    @Test
    void aMissingPermissionIsNamedAndNoRuleIsBlamedForIt() throws Exception {
        FaultySink denied = new FaultySink(place).failEveryCall(Verb.LIST, Kind.DENIED);

        SinkReport report = check(denied, Access.FULL);

        assertEquals(
                List.of("list"),
                report.permissions().stream()
                        .filter(permission -> !permission.works())
                        .map(Permission::verb)
                        .toList());
        assertEquals(List.of(), report.rules());
        assertFalse(report.sound());
    }

    @Test
    void whereOnlyPutIsAllowedWhatStaysIsNamed() throws Exception {
        FaultySink denied = new FaultySink(place)
                .failEveryCall(Verb.LIST, Kind.DENIED)
                .failEveryCall(Verb.GET, Kind.DENIED)
                .failEveryCall(Verb.DELETE, Kind.DENIED);

        SinkReport report = check(denied, Access.FULL);

        assertFalse(report.sound());
        assertEquals(
                place.list("", "", 10).objects().stream().map(ObjectInfo::key).toList(), report.left());
        assertEquals(1, report.left().size());
    }

    @Test
    void aLockIsNoMissingPermissionAndNothingMoreIsPutBehindIt() throws Exception {
        FaultySink locked = new FaultySink(place).failEveryCall(Verb.DELETE, Kind.HELD);

        SinkReport report = check(locked, Access.FULL);

        assertTrue(report.sound(), report::toString);
        assertEquals(List.of(), report.rules());
        assertEquals(1, report.left().size());
        assertEquals(1, locked.calls(Verb.PUT));
        assertTrue(report.permissions().getLast().held());
    }

    @Test
    void writeOnlyCredentialsAreAskedForNothingButAPutWhoseObjectIsNamed() throws Exception {
        FaultySink counted = new FaultySink(place);

        SinkReport report = check(counted, Access.WRITE_ONLY);

        assertTrue(report.sound());
        assertEquals(1, report.left().size());
        assertEquals(0, counted.calls(Verb.LIST) + counted.calls(Verb.GET) + counted.calls(Verb.DELETE));
    }

    @Test
    void aSinkThatCutsItsStreamsIsFoundAtARule() throws Exception {
        FaultySink cutting = new FaultySink(place);
        for (int call = 2; call < 20; call++) {
            cutting.cutGet(call, 3);
        }

        SinkReport report = check(cutting, Access.FULL);

        assertTrue(report.rules().stream().anyMatch(finding -> finding.broken()), report::toString);
    }

    @Test
    void aStoreThatIsFullAmidTheRulesIsSaidOnceAndBreaksNoRule() throws Exception {
        for (Kind kind : List.of(Kind.NO_SPACE, Kind.DENIED, Kind.UNREACHABLE)) {
            FaultySink full = new FaultySink(place);
            for (int call = 9; call < 400; call++) {
                full.failCall(Verb.PUT, call, kind);
            }

            SinkReport report = check(full, Access.FULL);

            assertTrue(report.stopped(), report::toString);
            assertFalse(report.sound());
            assertTrue(report.rules().stream().noneMatch(RuleFinding::broken), report::toString);
            assertEquals(
                    List.of(kind),
                    report.permissions().stream()
                            .flatMap(permission -> permission.refusal().stream())
                            .map(SinkException::kind)
                            .toList());
            assertEquals(List.of(), report.left());
            assertEquals(List.of(), place.list("", "", 10).objects());
        }
    }

    @Test
    void aDiskWithRoomForAFewBytesOnlyIsFullAllTheSame() throws Exception {
        FaultySink full = new FaultySink(place).failCall(Verb.PUT, 9, Kind.NO_SPACE);

        SinkReport report = check(full, Access.FULL);

        assertEquals(
                Kind.NO_SPACE,
                report.permissions().getFirst().refusal().orElseThrow().kind());
        assertTrue(report.rules().stream().noneMatch(RuleFinding::broken), report::toString);
    }

    @Test
    void whatFailsOnceStopsNothing() throws Exception {
        FaultySink busy = new FaultySink(place).failCall(Verb.PUT, 9, Kind.BUSY);

        SinkReport report = check(busy, Access.FULL);

        assertFalse(report.stopped(), report::toString);
        assertEquals(1, report.rules().stream().filter(RuleFinding::broken).count(), report::toString);
    }

    private static SinkReport check(StorageSink sink, Access access) throws Exception {
        Environment environment = new Environment(
                new StateDirectory(Path.of("unused"), Timing.system()),
                definition -> sink,
                SpoolSettings.DEFAULT,
                "0",
                "test",
                Timing.system(),
                ProgressListener.NONE);
        Destination destination = new Destination(
                new SinkDefinition("memory", "memory", Map.of()),
                RetentionRules.KEEP_ALL,
                DeliverySettings.DEFAULT,
                access);
        return new CheckSink(environment, false).run(destination, finding -> {});
    }
}
