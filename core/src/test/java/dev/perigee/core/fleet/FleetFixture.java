package dev.perigee.core.fleet;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestExamples;
import dev.perigee.core.catalog.Purpose;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.client.EtcdSettings;
import dev.perigee.test.servers.RealEtcd;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Daemons that share jobs, on a real etcd, each test under a prefix of its own. */
abstract class FleetFixture {

    static final Instant DUE = Instant.parse("2026-11-20T05:00:00Z");
    static final Set<String> IDLE = Set.of();

    static RealEtcd etcd;
    private static int prefixes;

    final String prefix = "/test-" + prefixes++ + "/";
    final List<FleetMember> members = new ArrayList<>();
    final AtomicLong paused = new AtomicLong();
    Duration ttl = Duration.ofSeconds(30);

    @BeforeAll
    static void start() {
        etcd = RealEtcd.start("3.6");
    }

    @AfterAll
    static void stop() throws Exception {
        etcd.close();
    }

    @AfterEach
    void leave() {
        members.forEach(FleetMember::close);
    }

    Manifest made(Fence fence) {
        Manifest example = ManifestExamples.at(5);
        return new Manifest(
                example.id(),
                example.cluster(),
                example.member(),
                "a",
                example.instance(),
                example.facts(),
                example.proof(),
                example.comparison(),
                new Purpose(Optional.of(DUE), OptionalLong.of(fence.number().orElseThrow())),
                example.timeline(),
                example.objects());
    }

    FleetMember member(String name) {
        return member(name, etcd.endpoint());
    }

    /** Its lease is of twenty seconds, or of three. */
    FleetMember member(String name, URI endpoint) {
        return member(name, EtcdSettings.of(List.of(endpoint)));
    }

    FleetMember member(String name, EtcdSettings where) {
        LeaderSettings settings = new LeaderSettings("prod", where, ttl, prefix);
        Timing timing =
                new Timing(InstantSource.system(), () -> System.nanoTime() + paused.get(), pause -> {}, new Random(1));
        FleetMember member = new FleetMember(settings, settings::etcd, name, timing);
        members.add(member);
        return member;
    }

    static void settle(TreeSet<String> jobs, FleetMember... fleet) {
        for (int round = 0; round < 4; round++) {
            Arrays.stream(fleet).forEach(member -> member.step(jobs, IDLE));
        }
    }

    static TreeSet<String> jobs(String... names) {
        return new TreeSet<>(List.of(names));
    }

    static List<Integer> sizes(FleetMember... fleet) {
        return Arrays.stream(fleet)
                .map(member -> member.state().mine().size())
                .sorted()
                .toList();
    }

    static Set<String> union(FleetMember... fleet) {
        Set<String> all = new TreeSet<>();
        Arrays.stream(fleet).forEach(member -> all.addAll(member.state().mine().keySet()));
        return all;
    }
}
