package dev.perigee.core.sinks;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkPlace;
import dev.perigee.api.StorageSink;
import dev.perigee.core.catalog.Catalog;
import dev.perigee.core.catalog.Copies;
import dev.perigee.core.catalog.LedgerView;
import dev.perigee.core.catalog.LedgersCompared;
import dev.perigee.core.delivery.FanOut;
import dev.perigee.core.delivery.SinkStack;
import dev.perigee.core.logging.LateLogger;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.progress.ProgressListener;
import dev.perigee.core.signing.Seals;
import dev.perigee.core.state.Environment;
import dev.perigee.core.state.StateDirectory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens the sinks of a verb, and asks them all at once. One that hasn't answered, after all the patience that its settings have, isn't
 * asked again: the verb goes on with the others. Safe for many threads.
 */
public final class Sinks {

    private static final System.Logger LOG = LateLogger.of(Sinks.class);

    private final SinkStack stack;
    private final StateDirectory state;
    private final InstantSource clock;
    private final Seals seals;
    private final ProgressListener progress;
    private final Map<String, SinkFailure> silent = new ConcurrentHashMap<>();

    public Sinks(Environment environment) {
        this.stack = new SinkStack(environment.sinks(), environment.timing(), environment.progress());
        this.state = environment.state();
        this.clock = environment.timing().clock();
        this.seals = environment.seals();
        this.progress = environment.progress();
    }

    /** What to do with one open sink. */
    @FunctionalInterface
    public interface Question<T> {
        public T ask(StorageSink sink) throws SinkException, OperationException;
    }

    /** What came of it. Either a value or a failure. */
    public record Answer<T>(Destination destination, Optional<T> value, Optional<SinkFailure> failure) {}

    /** A question that depends on the sink. */
    @FunctionalInterface
    public interface Asker<T> {
        Question<T> of(Destination destination);
    }

    /** Opens every sink, asks it, closes it: in parallel. The answers are in the order of the destinations. */
    public <T> List<Answer<T>> askAll(List<Destination> destinations, Asker<T> asker) throws OperationException {
        List<Callable<Answer<T>>> tasks = destinations.stream()
                .<Callable<Answer<T>>>map(destination -> () -> ask(destination, asker.of(destination)))
                .toList();
        try {
            return FanOut.run(tasks);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException(Outcome.INTERRUPTED, "interrupted; nothing partial was left in a sink");
        }
    }

    /** Opens one sink, asks it, closes it; what it would say is known if it is silent. */
    public <T> Answer<T> ask(Destination destination, Question<T> question) {
        Optional<SinkFailure> before = Optional.ofNullable(silent.get(destination.name()));
        return before.isPresent() ? failed(destination, before.get()) : askNow(destination, question);
    }

    private <T> Answer<T> askNow(Destination destination, Question<T> question) {
        try (StorageSink sink = stack.open(destination.sink(), destination.delivery())) {
            return new Answer<>(destination, Optional.of(question.ask(sink)), Optional.empty());
        } catch (SinkException e) {
            SinkFailure failure = SinkFailure.of(destination.name(), e);
            if (e.kind() == SinkException.Kind.UNREACHABLE) {
                silent.put(destination.name(), failure);
            }
            return failed(destination, failure);
        } catch (OperationException e) {
            return failed(destination, SinkFailure.of(destination.name(), e));
        } catch (RuntimeException | Error e) { // the other sinks go on
            LOG.log(System.Logger.Level.DEBUG, "sink '" + destination.name() + "'", e);
            return failed(destination, SinkFailure.ofDefect(destination.name(), e));
        }
    }

    private static <T> Answer<T> failed(Destination destination, SinkFailure failure) {
        return new Answer<>(destination, Optional.empty(), Optional.of(failure));
    }

    public Catalog catalog(Destination destination, StorageSink sink, String cluster) {
        return destination
                .layout()
                .catalog(sink, cluster, state.memory(destination.name(), !isOnThisHost(destination)), seals);
    }

    /** What is there, by the time that it is now. Says OVERDUE if it has to be newer than that. */
    public Copies copies(Destination destination, StorageSink sink, String cluster)
            throws SinkException, OperationException {
        Copies copies = catalog(destination, sink, cluster).copies(clock.instant());
        if (seals.newerThan().isPresent()) {
            requireNewer(copies, seals.newerThan().get());
        } else if (copies.ledgers().first()) {
            progress.on(new ProgressEvent.Warning("this machine has seen no ledger of sink '" + destination.name()
                    + "' before, and can't tell an old state of it from the present one; --newer-than TIME can"));
        }
        return copies;
    }

    private static void requireNewer(Copies copies, Instant time) throws SinkException, OperationException {
        Optional<Instant> newest = copies.newestSign();
        if (newest.filter(sign -> sign.isAfter(time)).isEmpty()) {
            throw new OperationException(
                    Outcome.OVERDUE,
                    "what is here isn't newer than " + time + ", so it isn't believed: "
                            + newest.map(sign -> "the newest that was written here is of " + sign)
                                    .orElse("there is neither a ledger nor a whole backup"));
        }
    }

    /** What is said of the sinks that were looked at when their ledgers are held against one another. */
    public List<SinkFailure> compared(Map<String, LedgerView> views) {
        return LedgersCompared.findings(views, clock.instant()).entrySet().stream()
                .flatMap(sink -> sink.getValue().stream()
                        .map(finding -> SinkFailure.of(sink.getKey(), Outcome.PARTIAL, finding)))
                .toList();
    }

    /** Those that can be read, first those on this host, otherwise in the order given. */
    public List<Destination> readable(List<Destination> destinations) {
        List<Destination> readable = destinations.stream()
                .filter(destination -> destination.access() == Destination.Access.FULL)
                .toList();
        return readable.size() < 2
                ? readable
                : readable.stream()
                        .sorted(Comparator.comparing(destination -> !isOnThisHost(destination)))
                        .toList();
    }

    private boolean isOnThisHost(Destination destination) {
        return stack.opener()
                .place(destination.sink())
                .flatMap(SinkPlace::folder)
                .isPresent();
    }
}
