package dev.perigee.core.copies;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Failures;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.state.Environment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Shows one backup in full. */
public final class Show {

    private final Environment environment;

    /**
     * A look at any backup.
     *
     * @param environment what it stands on
     */
    public Show(Environment environment) {
        this.environment = environment;
    }

    /**
     * Reads the manifest of a backup. Where there is none, fetches the body and proves it, for what it tells.
     *
     * @param sought whose, and where to look
     * @param which the backup
     * @return its manifest, and who holds it
     * @throws OperationException NOT_FOUND, BAD_INPUT if the id is ambiguous; {@link NoGoodCopy} if no copy can be believed
     */
    public Shown run(Sought sought, Selector which) throws OperationException {
        Sinks open = new Sinks(environment);
        BackupLocation located = BackupLocation.find(open, sought.cluster(), sought.sinks(), which);
        located.tell(environment.progress());
        Candidates candidates = Candidates.look(open, sought.cluster(), located);
        List<String> names = located.holders().stream().map(Destination::name).toList();
        List<SinkFailure> warnings = new ArrayList<>(located.warnings());
        warnings.addAll(candidates.failures());
        for (Candidates.Looked each : candidates.good(sought.insisted(), Candidates.Needed.DATA, warnings)) {
            Sinks.Answer<Manifest> answer = describe(open, sought.cluster(), each);
            if (answer.value().isPresent()) {
                return new Shown(
                        answer.value().get(),
                        names,
                        candidates.stored(),
                        candidates.readBack(),
                        packs(open, sought.cluster(), candidates, warnings),
                        held(open, sought.cluster(), located, warnings),
                        warnings);
            }
            answer.failure().ifPresent(warnings::add);
        }
        OperationException failure = Failures.combined("no copy of " + located.id() + " can be believed", warnings);
        throw Candidates.none(open, sought, located.id(), failure, Candidates.Needed.DATA);
    }

    /** By sink, what its copy is made of. */
    private static Map<String, SharedPacks> packs(
            Sinks open, String cluster, Candidates candidates, List<SinkFailure> warnings) {
        Map<String, SharedPacks> packs = new TreeMap<>();
        for (Candidates.Looked each : candidates.looked()) {
            Optional<Manifest> packed = each.copy().manifest().filter(Manifest::isPacked);
            if (packed.isPresent()) {
                Destination sink = each.sink();
                Sinks.Answer<SharedPacks> answer = open.ask(
                        sink,
                        on -> SharedPacks.of(
                                packed.get(),
                                open.copies(sink, on, cluster).from(SharedPacks.firstThatMayShare(packed.get()))));
                answer.failure().ifPresent(warnings::add);
                answer.value().ifPresent(shared -> packs.put(sink.name(), shared));
            }
        }
        return packs;
    }

    /** By sink, until when its copy is held; asked of the stores that hold anything. */
    private static Map<String, Instant> held(
            Sinks open, String cluster, BackupLocation located, List<SinkFailure> warnings) throws OperationException {
        Map<String, Instant> held = new TreeMap<>();
        for (Sinks.Answer<Optional<Instant>> answer : open.askAll(
                located.holders(),
                destination -> sink -> HeldRecords.until(
                        sink, open.catalog(destination, sink, cluster).record(located.id())))) {
            answer.failure().ifPresent(warnings::add);
            answer.value()
                    .flatMap(until -> until)
                    .ifPresent(until -> held.put(answer.destination().name(), until));
        }
        return held;
    }

    private Sinks.Answer<Manifest> describe(Sinks open, String cluster, Candidates.Looked each) {
        return each.copy()
                .manifest()
                .map(manifest -> new Sinks.Answer<>(each.sink(), Optional.of(manifest), Optional.empty()))
                .orElseGet(() -> open.ask(
                        each.sink(),
                        sink -> new CopyReader(
                                        open.catalog(each.sink(), sink, cluster),
                                        each.sink().name(),
                                        environment)
                                .describe(each.copy().id())));
    }
}
