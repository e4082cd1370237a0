package dev.perigee.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.fleet.LeaderSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaderConfigTest extends ConfigFolder {

    private static final String TWO =
            "clusters { one { endpoints = [\"http://a:1\"] }, two { endpoints = [\"http://b:1\"] } }";

    private String refused(String text) {
        return assertThrows(ConfigException.class, () -> load("perigee { " + text + " }"), text)
                .getMessage();
    }

    @Test
    void byDefaultEveryDaemonRunsAllJobs() throws Exception {
        assertEquals(Optional.empty(), load("perigee {}").leader());
        assertEquals(Optional.empty(), load("perigee { mode = per-node }").leader());
        assertEquals(Optional.empty(), load("perigee { leader.ttl = 10s }").leader());
    }

    @Test
    void theOnlyClusterIsWhereTheyAgree() throws Exception {
        LeaderSettings leader = load("perigee { mode = leader, clusters { prod { endpoints = [\"http://a:1\"] } } }")
                .leader()
                .orElseThrow();

        assertEquals("prod", leader.cluster());
        assertEquals(Duration.ofSeconds(15), leader.ttl());
        assertEquals("/perigee/", leader.prefix());
    }

    @Test
    void ofSeveralClustersOneIsNamed() throws Exception {
        assertTrue(refused("mode = leader, " + TWO).contains("leader.cluster in which of them the daemons agree"));
        assertTrue(refused("mode = leader, leader.cluster = tow, " + TWO).contains("there is one, two"));
        LeaderSettings leader = load("perigee { mode = leader, leader { cluster = two, ttl = 1m, prefix = \"/b/\" }, "
                        + TWO + " }")
                .leader()
                .orElseThrow();
        assertEquals("http://b:1", leader.etcd().endpoints().getFirst().toString());
        assertEquals(Duration.ofMinutes(1), leader.ttl());
        assertEquals("/b/", leader.prefix());
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertTrue(refused("mode = leder").contains("it takes per-node, leader"));
        assertTrue(refused("mode = leader, leader.ttl = 1s").contains("takes 5s to 1h"));
        assertTrue(refused("mode = leader, leader.prefix = \"/b\"").contains("ending with a slash"));
        assertTrue(refused("mode = leader, leader.tll = 10s").contains("leader.tll"));
    }

    @Test
    void whatIsInForceCanBeReadAgain() throws Exception {
        PerigeeConfig first = load("perigee { mode = leader, leader { cluster = one, ttl = 40s }, " + TWO + " }");

        assertEquals(
                first.leader(), load(EffectiveConfig.render(first, Map.of())).leader());
    }
}
