package dev.perigee.daemon;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.ManifestJson;
import dev.perigee.core.catalog.UnreadableManifest;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several daemons that share jobs, each in a process of its own, on a real etcd. */
class FleetDaemonTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String EVERY_SECOND = "default { schedule = \"@every 1s\" }";

    @TempDir
    Path folder;

    private final List<FleetProcess> daemons = new ArrayList<>();
    private RealEtcd etcd;

    @BeforeEach
    void start() throws Exception {
        etcd = RealEtcd.start("3.6");
        etcd.load(10, 100);
        RunningDaemon.install(folder);
    }

    @AfterEach
    void stop() throws Exception {
        for (FleetProcess daemon : daemons) {
            daemon.close();
        }
        etcd.close();
    }

    @Test
    void whenTheLeaderIsKilledTheOtherRunsWhatWasDue() throws Exception {
        FleetProcess leader = daemon("one", EVERY_SECOND);
        backups("one", 2);
        FleetProcess follower = daemon("two", EVERY_SECOND);
        follows(follower);

        leader.kill();
        Instant killed = Instant.now();
        backups("two", 2);

        requireNoDueTimeUnderOneFenceTwice();
        long fence = fence(of("one").getLast());
        Manifest next = of("two").stream()
                .filter(made -> fence(made) > fence) // a busy machine may have cost the leader its lease before
                .findFirst()
                .orElseThrow();
        assertFalse(
                due(next).isAfter(killed.plusSeconds(1)),
                () -> "the first due time that nobody had made up for: " + killed + " " + due(next));
        assertTrue(follower.logs("job default: is this daemon's now"), follower.log());
    }

    @Test
    void aLeaderThatWasPausedPublishesNothingForWhatAnotherHasTakenOver() throws Exception {
        FleetProcess leader = daemon("one", EVERY_SECOND);
        backups("one", 2);
        follows(daemon("two", EVERY_SECOND));

        leader.signal("STOP");
        backups("two", 2);
        int before = of("one").size();
        leader.signal("CONT");

        eventually(PATIENCE, "it sees that the job is another's", () -> leader.logs("isn't this daemon's any more"));
        backups("two", of("two").size() + 2);
        List<Manifest> late = of("one").subList(before, of("one").size());
        assertTrue(late.size() <= 1, () -> "what was between fence and store at most: " + late);
        requireNoDueTimeUnderOneFenceTwice();
    }

    @Test
    void whatIsSupersededIsNoSuccessAndNoneIsToldTwice() throws Exception {
        try (ToldServer told = new ToldServer()) {
            FleetProcess leader = daemon("one", "one", told.hooks("one"));
            backups("one", 2);
            follows(daemon("two", "two", told.hooks("two")));

            leader.signal("STOP");
            backups("two", 2);
            leader.signal("CONT");
            eventually(PATIENCE, "it is another's", () -> leader.logs("isn't this daemon's any more"));
            backups("two", of("two").size() + 2);

            eventually(
                    PATIENCE,
                    "all but the last is told",
                    () -> told.successes()
                            .containsAll(counting().subList(0, counting().size() - 2)));
            List<String> successes = told.successes();
            assertEquals(successes.stream().distinct().toList(), successes, "none twice");
            assertTrue(counting().containsAll(successes), () -> "superseded: " + successes + " of " + published());
            assertTrue(told.beats("two") > 0, "the follower's heart beats");
            assertTrue(told.beats("one") + told.beats("two") <= told.successes().size() + 1, "one for each at most");
        }
    }

    /** The ids of those that count for their due times, the oldest first. */
    private List<String> counting() {
        List<Manifest> all = published();
        return all.stream()
                .filter(one ->
                        all.stream().noneMatch(other -> due(other).equals(due(one)) && fence(other) > fence(one)))
                .map(one -> one.id().toString())
                .toList();
    }

    @Test
    void twoOfOneNameWarnOfEachOtherAndNeverMakeOneBackupTwice() throws Exception {
        FleetProcess one = daemon("one", "same", "jobs { " + EVERY_SECOND + " }");
        FleetProcess two = daemon("two", "same", "jobs { " + EVERY_SECOND + " }");

        String warning = "another daemon that shares the jobs has the same instance 'same'";
        eventually(PATIENCE, "both warn", () -> one.logs(warning) && two.logs(warning));
        backups("same", of("same").size() + 2);

        requireEachDueTimeOnce();
    }

    @Test
    void onSigtermTheLeaseIsGivenBackAndTheOtherNeedntWait() throws Exception {
        FleetProcess leader = daemon("one", EVERY_SECOND);
        backups("one", 1);
        FleetProcess follower = daemon("two", EVERY_SECOND);
        follows(follower);

        leader.signal("TERM");
        leader.awaitEnd();

        String keys = etcd.etcdctl("get", "--prefix", "/perigee/").orFail().stdout();
        String ofLeader = "{\"instance\":\"one\"";
        assertFalse(keys.contains(ofLeader), keys);
        backups("two", 1);
        requireEachDueTimeOnce();
    }

    @Test
    void jobsAreSpreadOverThreeAndTakenOverFromOneThatIsKilled() throws Exception {
        String jobs = String.join(
                ", ",
                IntStream.range(0, 6)
                        .mapToObj(i -> "j" + i + " { schedule = \"@every 2s\" }")
                        .toList());
        FleetProcess one = daemon("one", jobs);
        daemon("two", jobs);
        daemon("three", jobs);
        eventually(
                PATIENCE,
                "two jobs each",
                () -> List.of("one", "two", "three").stream()
                        .allMatch(name -> jobsOf(name).size() == 2));

        Set<String> orphans = jobsOf("one");
        int before = published().size();
        one.kill();

        eventually(
                PATIENCE,
                "the others run them",
                () -> jobsOf("two").size() == 3 && jobsOf("three").size() == 3);
        eventually(
                PATIENCE,
                "and all are made",
                () -> published().stream()
                        .skip(before)
                        .filter(manifest -> !manifest.instance().equals("one"))
                        .map(Manifest::job)
                        .collect(Collectors.toSet())
                        .containsAll(orphans));
        requireNoDueTimeUnderOneFenceTwice();
    }

    @Test
    void withoutItsEtcdNothingIsPublishedAndTheDaemonSaysSo() throws Exception {
        FleetProcess leader = daemon("one", EVERY_SECOND);
        backups("one", 1);

        etcd.stop();
        eventually(PATIENCE, "it says so", () -> leader.logs("in which the daemons agree, doesn't answer"));
        eventually(PATIENCE, "it is no leader any more", () -> leader.logs("the lease can't be renewed"));
        int before = published().size();
        etcd.restart();

        eventually(
                PATIENCE,
                "it goes on",
                () -> leader.logs("answers again") && published().size() > before);
        requireNoDueTimeUnderOneFenceTwice();
    }

    private FleetProcess daemon(String name, String jobs) throws IOException {
        FleetProcess daemon = FleetProcess.start(folder, name, etcd.endpoint(), jobs);
        daemons.add(daemon);
        return daemon;
    }

    private FleetProcess daemon(String name, String instance, String more) throws IOException {
        FleetProcess daemon = FleetProcess.start(folder, name, instance, etcd.endpoint(), more);
        daemons.add(daemon);
        return daemon;
    }

    private void follows(FleetProcess daemon) {
        eventually(PATIENCE, daemon.name() + " is there", () -> daemon.logs("daemons that share the jobs: one, two"));
    }

    private void backups(String instance, int count) {
        eventually(
                PATIENCE, count + " backups of " + instance, () -> of(instance).size() >= count);
    }

    private Set<String> jobsOf(String instance) {
        Set<String> jobs = new HashSet<>();
        List<String> lines = etcd.etcdctl("get", "--prefix", "/perigee/claims/")
                .stdout()
                .lines()
                .toList();
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            if (lines.get(i + 1).contains("\"" + instance + "\"")) {
                jobs.add(lines.get(i));
            }
        }
        return Set.copyOf(jobs.stream()
                .map(key -> key.substring(key.lastIndexOf('/') + 1))
                .toList());
    }

    private List<Manifest> of(String instance) {
        return published().stream()
                .filter(manifest -> manifest.instance().equals(instance))
                .toList();
    }

    /** The oldest first. */
    private List<Manifest> published() {
        Path manifests = folder.resolve("shared/prod/manifests");
        if (!Files.isDirectory(manifests)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(manifests)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .flatMap(FleetDaemonTest::read)
                    .sorted(Comparator.comparing(manifest -> manifest.proof().time()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Manifest> read(Path file) {
        try {
            return Stream.of(ManifestJson.read(file.toString(), Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Stream.empty();
        } catch (IOException | UnreadableManifest e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }

    private void requireEachDueTimeOnce() {
        Set<List<Object>> seen = new HashSet<>();
        published()
                .forEach(manifest -> assertTrue(
                        seen.add(List.of(manifest.job(), due(manifest))),
                        () -> "twice: " + manifest.job() + " " + due(manifest)));
    }

    private void requireNoDueTimeUnderOneFenceTwice() {
        Set<List<Object>> seen = new HashSet<>();
        published()
                .forEach(manifest -> assertTrue(
                        seen.add(List.of(manifest.job(), due(manifest), fence(manifest))),
                        () -> "twice: " + manifest.job() + " " + due(manifest)));
    }

    private static Instant due(Manifest manifest) {
        return manifest.purpose().due().orElseThrow();
    }

    private static long fence(Manifest manifest) {
        return manifest.purpose().fence().orElseThrow();
    }
}
