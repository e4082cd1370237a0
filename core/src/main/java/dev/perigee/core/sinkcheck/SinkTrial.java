package dev.perigee.core.sinkcheck;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.core.time.Timing;
import dev.perigee.sink.contract.Cost;
import dev.perigee.sink.contract.Place;
import dev.perigee.sink.contract.Rule;
import dev.perigee.sink.contract.SinkContract;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** One check of one sink, under a scratch prefix. */
public final class SinkTrial {

    private static final long CHEAP_BYTES = 8 << 20;
    private static final long FULL_BYTES = 64 << 20;

    /** What comes of the store's state, and not of one call. */
    private static final Set<SinkException.Kind> STOPPING = Set.of(
            SinkException.Kind.NO_SPACE,
            SinkException.Kind.DENIED,
            SinkException.Kind.INVALID,
            SinkException.Kind.NOT_FOUND,
            SinkException.Kind.BUSY,
            SinkException.Kind.UNREACHABLE);

    private final StorageSink sink;
    private final Opener opener;
    private final ObjectKey scratch;
    private final Timing timing;
    private final List<ObjectKey> left = new ArrayList<>();

    /**
     * A check.
     *
     * @param sink stays the caller's to close
     * @param opener opens the same place again, sharing nothing with the sink
     * @param scratch under what the scratch objects go
     * @param timing time and chance
     */
    public SinkTrial(StorageSink sink, Opener opener, ObjectKey scratch, Timing timing) {
        this.sink = sink;
        this.opener = opener;
        this.scratch = scratch;
        this.timing = timing;
    }

    /**
     * Tries what write-only credentials allow: a put, whose object stays.
     *
     * @return what was found
     */
    public SinkReport putOnly() {
        ObjectKey key = key("put");
        List<Permission> permissions = new PermissionProbe(sink, key, timing.clock()).putOnly();
        if (permissions.stream().allMatch(Permission::works)) {
            left.add(key);
        }
        return new SinkReport(permissions, List.of(), Optional.empty(), left);
    }

    /**
     * Tries every verb, then, if all work and nothing is held, the rules, then measures. Where the store locks its objects
     * each rule would leave some behind.
     *
     * @param full whether to try the big rules, too
     * @param listener is told of each rule
     * @return what was found
     * @throws InterruptedException if the thread was interrupted
     */
    public SinkReport run(boolean full, Consumer<RuleFinding> listener) throws InterruptedException {
        ObjectKey key = key("permissions");
        PermissionProbe probe = new PermissionProbe(sink, key, timing.clock());
        List<Permission> permissions = probe.all();
        probe.left().ifPresent(left::add);
        if (!permissions.stream().allMatch(permission -> permission.refusal().isEmpty())) {
            noteUnlessRemoved(permissions, key);
            return new SinkReport(permissions, List.of(), Optional.empty(), left);
        }
        List<RuleFinding> findings = new ArrayList<>();
        for (Rule rule : SinkContract.rules()) {
            if (full || rule.cost() == Cost.CHEAP) {
                RuleFinding finding = tried(rule);
                Optional<List<Permission>> stopped = stopped(permissions, finding);
                if (stopped.isPresent()) {
                    return new SinkReport(stopped.get(), findings, Optional.empty(), left);
                }
                findings.add(finding);
                listener.accept(finding);
            }
        }
        return new SinkReport(permissions, findings, measured(full ? FULL_BYTES : CHEAP_BYTES), left);
    }

    /** What works no longer, if that is why the rule seems broken: it would break the others, too. */
    private Optional<List<Permission>> stopped(List<Permission> permissions, RuleFinding finding) {
        Optional<SinkException> cause = finding.refusal();
        if (cause.isEmpty() || !STOPPING.contains(cause.get().kind())) {
            return Optional.empty();
        }
        return refusedNow()
                .or(() -> cause.filter(why -> why.kind() == SinkException.Kind.NO_SPACE) // a few bytes may have room
                        .map(why -> new Permission("put", cause)))
                .map(refused -> permissions.stream()
                        .map(before -> before.verb().equals(refused.verb()) ? refused : before)
                        .toList());
    }

    private Optional<Permission> refusedNow() {
        ObjectKey key = key("again");
        List<Permission> now = new PermissionProbe(sink, key, timing.clock()).again();
        noteUnlessRemoved(now, key);
        return now.stream()
                .filter(permission -> permission.refusal().isPresent())
                .findFirst();
    }

    private void noteUnlessRemoved(List<Permission> permissions, ObjectKey key) {
        if (permissions.getFirst().works() && permissions.getLast().refusal().isPresent()) {
            left.add(key);
        }
    }

    private RuleFinding tried(Rule rule) throws InterruptedException {
        long tick = timing.ticker().getAsLong();
        var outcome = rule.run(new ScratchPlace());
        return new RuleFinding(rule, outcome, timing.since(tick));
    }

    private Optional<Measurement> measured(long bytes) {
        ObjectKey key = key("speed");
        try {
            Measurement measurement = new Stopwatch(sink, key, timing).measure(bytes);
            sink.delete(key);
            return Optional.of(measurement);
        } catch (IOException e) {
            removeOrNote(key);
            return Optional.empty();
        }
    }

    private void removeOrNote(ObjectKey key) {
        try {
            sink.delete(key);
        } catch (SinkException e) {
            left.add(key);
        }
    }

    private ObjectKey key(String name) {
        return ObjectKey.of(scratch + "/" + name);
    }

    /** Opens the place under trial. */
    @FunctionalInterface
    public interface Opener {

        /**
         * Opens it.
         *
         * @return a sink; the caller closes it
         * @throws SinkException if it can't be opened
         */
        StorageSink open() throws SinkException;
    }

    private final class ScratchPlace implements Place {

        @Override
        public StorageSink open() throws SinkException {
            return opener.open();
        }

        @Override
        public StorageSink reopen() throws SinkException {
            return opener.open();
        }

        @Override
        public String prefix() {
            return scratch.value();
        }

        @Override
        public RandomGenerator random() {
            return timing.random();
        }

        @Override
        public InstantSource clock() {
            return timing.clock();
        }

        @Override
        public void left(ObjectKey key, SinkException why) {
            left.add(key);
        }
    }
}
