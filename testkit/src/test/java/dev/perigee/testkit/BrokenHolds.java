package dev.perigee.testkit;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.PutOptions;
import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.api.StorageSink;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Ways to get holds wrong. */
final class BrokenHolds {

    private BrokenHolds() {}

    static List<Broken> all() {
        return List.of(
                Broken.put(
                        "forgets the hold that a put asks for",
                        "H1",
                        (sink, key, body, options) -> sink.sink.put(key, body, PutOptions.NONE)),
                new Broken("takes the last hold for the only one", "H2", Shortening::new),
                new Broken("holds what isn't there", "H3", BrokenHolds::careless));
    }

    /** Tells of the hold that was asked for last. */
    private static final class Shortening extends Broken.Passing {
        private final Map<ObjectKey, Instant> last = new ConcurrentHashMap<>();

        Shortening(StorageSink sink) {
            super(sink);
        }

        @Override
        public void hold(ObjectKey key, Instant until) throws SinkException {
            sink.hold(key, until);
            last.put(key, until);
        }

        @Override
        public Optional<Instant> heldUntil(ObjectKey key) throws SinkException {
            Optional<Instant> until = sink.heldUntil(key);
            return Optional.ofNullable(last.get(key)).or(() -> until);
        }
    }

    private static StorageSink careless(StorageSink good) {
        return new Broken.Passing(good) {
            @Override
            public void hold(ObjectKey key, Instant until) throws SinkException {
                try {
                    sink.hold(key, until);
                } catch (SinkException e) {
                    if (e.kind() != Kind.NOT_FOUND) {
                        throw e;
                    }
                }
            }
        };
    }

    /** Says nothing against a hold that it can't give. */
    static StorageSink promising(StorageSink good) {
        return new Broken.Passing(good) {
            @Override
            public void hold(ObjectKey key, Instant until) {
                // as if it had
            }
        };
    }
}
