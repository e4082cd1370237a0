package dev.perigee.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ListPage;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkCapabilities;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.contract.Cost;
import dev.perigee.sink.contract.Outcome;
import dev.perigee.sink.contract.Place;
import dev.perigee.sink.contract.Rule;
import dev.perigee.sink.contract.SinkContract;
import dev.perigee.sink.contract.body.BytesBody;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each fault is found, at its rule and at no other. */
class BrokenSinksTest {

    private static final Predicate<Rule> CHEAP = rule -> rule.cost() == Cost.CHEAP;

    /** Sinks that are opened fresh for each rule, on memory of their own. */
    private record TestPlace(Supplier<StorageSink> opening, Supplier<StorageSink> reopening, RandomGenerator random)
            implements Place {

        static TestPlace of(MemorySink memory, UnaryOperator<StorageSink> breaking) {
            Supplier<StorageSink> opening = () -> breaking.apply(memory.reopen());
            return new TestPlace(opening, opening, new SplittableRandom(7));
        }

        @Override
        public StorageSink open() {
            return opening.get();
        }

        @Override
        public StorageSink reopen() {
            return reopening.get();
        }

        @Override
        public String prefix() {
            return "scratch";
        }

        @Override
        public InstantSource clock() {
            return InstantSource.system();
        }

        @Override
        public void left(ObjectKey key, SinkException why) {}
    }

    private static TreeMap<String, String> failures(Place place, Predicate<Rule> which) throws InterruptedException {
        TreeMap<String, String> failures = new TreeMap<>();
        for (Rule rule : SinkContract.rules().stream().filter(which).toList()) {
            if (rule.run(place) instanceof Outcome.Failed failed) {
                failures.put(rule.id(), failed.sentence());
            }
        }
        return failures;
    }

    private static void expectOnly(String rule, Place place, Predicate<Rule> which) throws InterruptedException {
        TreeMap<String, String> failures = failures(place, which);
        assertEquals(List.of(rule), List.copyOf(failures.keySet()), failures::toString);
    }

    @TestFactory
    Stream<DynamicTest> eachBrokenSinkFailsAtItsRuleAndNoOther() {
        return Stream.of(BrokenPuts.all(), BrokenGets.all(), BrokenLists.all(), BrokenManners.all())
                .flatMap(List::stream)
                .map(broken -> DynamicTest.dynamicTest(
                        broken.toString(),
                        () -> expectOnly(
                                broken.rule(),
                                TestPlace.of(new MemorySink(), broken.breaking()),
                                CHEAP.or(rule -> rule.id().equals(broken.rule())))));
    }

    @Test
    void aSinkThatLosesLargeBodiesFailsOnlyAtTheBigRules() throws Exception {
        Broken cutting = Broken.put(
                "cuts the last part",
                "P11",
                (sink, key, body, options) -> sink.sink.put(
                        key,
                        body.length() < 10_000_000
                                ? body
                                : new BytesBody(Arrays.copyOf(BrokenPuts.read(key, body), 10_000_000)),
                        options));

        TreeMap<String, String> failures = failures(
                TestPlace.of(new MemorySink(), cutting.breaking()),
                CHEAP.or(rule -> rule.id().startsWith("P1")));

        assertEquals(List.of("P11", "P12"), List.copyOf(failures.keySet()), failures::toString);
    }

    @Test
    void aSinkThatForgetsFailsAtReopening() throws Exception {
        MemorySink memory = new MemorySink();

        expectOnly("C2", new TestPlace(memory::reopen, MemorySink::new, new SplittableRandom(7)), CHEAP);
    }

    @Test
    void aSinkThatHoldsAndSaysDeniedFailsAtHeld() throws Exception {
        Broken broken = Broken.delete("calls a hold a denial", "D3", (sink, key) -> {
            try {
                sink.sink.delete(key);
            } catch (SinkException e) {
                throw new SinkException(Kind.DENIED, key, e.getMessage());
            }
        });

        expectOnly("D3", TestPlace.of(MemorySink.thatHolds(InstantSource.system()), broken.breaking()), CHEAP);
    }

    @TestFactory
    Stream<DynamicTest> eachSinkThatHoldsBadlyFailsAtItsRuleAndNoOther() {
        return BrokenHolds.all().stream()
                .map(broken -> DynamicTest.dynamicTest(
                        broken.toString(),
                        () -> expectOnly(
                                broken.rule(),
                                TestPlace.of(MemorySink.thatHolds(InstantSource.system()), broken.breaking()),
                                CHEAP)));
    }

    @Test
    void aSinkThatPromisesHoldsItCanNotGiveFailsAtThatRule() throws Exception {
        expectOnly("H4", TestPlace.of(new MemorySink(), BrokenHolds::promising), CHEAP);
    }

    @Test
    void aListingThatLagsPassesWhereItIsDeclaredAndFailsWhereItIsNot() throws Exception {
        MemorySink memory = new MemorySink();

        TreeMap<String, String> declared = failures(TestPlace.of(memory, sink -> new Lagging(sink, false)), CHEAP);
        TreeMap<String, String> undeclared = failures(TestPlace.of(memory, sink -> new Lagging(sink, true)), CHEAP);

        assertEquals(new TreeMap<>(), declared);
        assertTrue(undeclared.containsKey("C6"), undeclared::toString);
    }

    /** Shows, the first time it is asked for a prefix, what it would have shown the time before. */
    private static final class Lagging extends Broken.Passing {
        private final boolean immediate;
        private final AtomicReference<List<ObjectKey>> before = new AtomicReference<>(List.of());

        Lagging(StorageSink sink, boolean immediate) {
            super(sink);
            this.immediate = immediate;
        }

        @Override
        public SinkCapabilities capabilities() {
            return new SinkCapabilities(OptionalLong.empty(), immediate, false);
        }

        @Override
        public ListPage list(String prefix, String after, int limit) throws SinkException {
            ListPage all = sink.list("", "", 100_000);
            List<ObjectKey> now = all.objects().stream().map(info -> info.key()).toList();
            List<ObjectKey> known = before.getAndSet(now);
            ListPage page = sink.list(prefix, after, limit);
            var visible = page.objects().stream()
                    .filter(info -> known.contains(info.key()))
                    .toList();
            return new ListPage(visible, page.more() && !visible.isEmpty());
        }
    }

    @Test
    void everyRuleButThoseAboutLargeObjectsHasASinkThatBreaksIt() {
        TreeSet<String> broken = Stream.of(
                        BrokenPuts.all(), BrokenGets.all(), BrokenLists.all(), BrokenManners.all(), BrokenHolds.all())
                .flatMap(List::stream)
                .map(Broken::rule)
                .collect(Collectors.toCollection(TreeSet::new));
        broken.addAll(List.of("P11", "P12", "C2", "C6", "D3", "H4"));

        assertEquals(new TreeSet<>(SinkContract.rules().stream().map(Rule::id).toList()), broken);
    }

    @Test
    void scratchObjectsAreRemoved() throws Exception {
        MemorySink memory = new MemorySink();
        List<ObjectKey> left = new ArrayList<>();

        failures(TestPlace.of(memory, sink -> sink), CHEAP);

        memory.list("", "", 10).objects().forEach(info -> left.add(info.key()));
        assertEquals(List.of(), left);
    }
}
