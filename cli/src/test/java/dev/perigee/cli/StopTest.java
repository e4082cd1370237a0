package dev.perigee.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StopTest {

    private final AtomicInteger stops = new AtomicInteger();
    private final Stop stop = new Stop();

    @Test
    void whatIsAskedBeforeIsDoneAsSoonAsItIsKnownHow() {
        stop.ask();

        stop.with(stops::incrementAndGet);

        assertEquals(1, stops.get());
    }

    @Test
    void nothingStopsUnasked() {
        stop.with(stops::incrementAndGet);
        assertEquals(0, stops.get());

        stop.ask();

        assertEquals(1, stops.get());
    }
}
