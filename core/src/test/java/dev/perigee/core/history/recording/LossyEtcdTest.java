package dev.perigee.core.history.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossyEtcdTest {

    @ParameterizedTest
    @ValueSource(strings = {"3.3.27", "3.4.0", "3.4.35", "3.5.0", "3.5.17", "3.5.0-rc.1"})
    void aReleaseWhoseWatchLosesEventsIsNamed(String version) {
        assertTrue(LossyEtcd.warning(version).orElseThrow().contains(version));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4.36", "3.5.18", "3.6.0", "3.7.1", "4.0.0", "", "not a version", "3.5.99999999999999"})
    void anyOtherIsNot(String version) {
        assertEquals(Optional.empty(), LossyEtcd.warning(version));
    }
}
