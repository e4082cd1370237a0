package dev.perigee.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import dev.perigee.api.StorageSink;
import dev.perigee.sink.contract.Outcome;
import dev.perigee.sink.contract.Place;
import dev.perigee.sink.contract.Rule;
import dev.perigee.sink.contract.SinkContract;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds a sink against every rule of the contract, one test a rule. Extend it and answer two questions:
 *
 * <pre>{@code
 * class LocalSinkContractTest extends StorageSinkContract {
 *     @TempDir Path directory;
 *
 *     @Override protected StorageSink open() { return new LocalSink(new LocalSinkConfig(directory)); }
 *     @Override protected StorageSink reopen() { return open(); }
 * }
 * }</pre>
 *
 * <p>A rule that says nothing about a sink with the declared capabilities passes. The place may hold other objects; the
 * tests keep to a scratch prefix of their own, and remove what they put.
 */
public abstract class StorageSinkContract {

    /**
     * Opens the place under test. The test closes it.
     *
     * @return a sink
     * @throws SinkException if it can't be opened
     */
    protected abstract StorageSink open() throws SinkException;

    /**
     * Opens the same place once more, as another process would: the two share nothing but the place.
     *
     * @return another sink
     * @throws SinkException if it can't be opened
     */
    protected abstract StorageSink reopen() throws SinkException;

    /**
     * One test a rule, named by the rule's number and sentence.
     *
     * @return the tests
     */
    @TestFactory
    final Stream<DynamicTest> keeps() {
        Place place = new TestPlace();
        return SinkContract.rules().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.toString(), () -> expectKept(rule, place)));
    }

    private static void expectKept(Rule rule, Place place) throws InterruptedException {
        if (rule.run(place) instanceof Outcome.Failed failed) {
            fail(rule.id() + ": " + failed.sentence(), failed.cause().orElse(null));
        }
    }

    private final class TestPlace implements Place {
        private final RandomGenerator random = new SplittableRandom();
        private final String prefix = "contract-" + HexFormat.of().toHexDigits(random.nextInt());

        @Override
        public StorageSink open() throws SinkException {
            return StorageSinkContract.this.open();
        }

        @Override
        public StorageSink reopen() throws SinkException {
            return StorageSinkContract.this.reopen();
        }

        @Override
        public String prefix() {
            return prefix;
        }

        @Override
        public RandomGenerator random() {
            return random;
        }

        @Override
        public InstantSource clock() {
            return InstantSource.system();
        }

        @Override
        public void left(ObjectKey key, SinkException why) {
            System.err.println("left behind: " + key + " (" + why.kind() + ": " + why.getMessage() + ")");
        }
    }
}
