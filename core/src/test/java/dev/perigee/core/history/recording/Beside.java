package dev.perigee.core.history.recording;

import java.time.Instant;
import java.util.Optional;

/**
 * Hears of a recording, and does nothing but something beside.
 *
 * @param aside what
 */
record Beside(Runnable aside) implements Recording.Listener {

    @Override
    public void recorded() {}

    @Override
    public void closed(OpenPack.Content content) {}

    @Override
    public Optional<String> refuted() {
        return Optional.empty();
    }

    @Override
    public void beside() {
        aside.run();
    }

    @Override
    public void repeats(Instant time, Instant told) {}

    @Override
    public void auth(long revision) {}
}
