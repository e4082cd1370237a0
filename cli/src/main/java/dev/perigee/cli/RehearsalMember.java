package dev.perigee.cli;

import dev.perigee.etcd.client.rehearsal.StandInMember;
import dev.perigee.etcd.format.snapshot.HashKv;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.Snapshot;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * The process beside a rehearsal that stands in for an etcd member: it writes its endpoint on a line, and ends when its input
 * does, so also when the rehearsal is killed.
 */
public final class RehearsalMember {

    /** Whatever becomes of the one who has started it: a rehearsal takes seconds. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private static final long ID = 0x8e9e05c52164694dL;

    private RehearsalMember() {}

    /**
     * Stands in.
     *
     * @param args the snapshot
     * @throws IOException if the snapshot can't be read, or no port is free
     * @throws InterruptedException never
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path snapshot = Path.of(args[0]);
        try (StandInMember member = StandInMember.serve(snapshot, hash(snapshot))) {
            tell(member.endpoint());
            Thread.ofPlatform().daemon().start(RehearsalMember::readToTheEnd).join(LONGEST);
        }
        System.exit(0);
    }

    private static dev.perigee.etcd.client.HashKv hash(Path file) throws IOException {
        try (Snapshot snapshot = Snapshot.open(file)) {
            HashKv hash = snapshot.hashKv(0, Progress.NONE);
            return new dev.perigee.etcd.client.HashKv(
                    ID, hash.revision(), hash.hash(), hash.compactRevision(), OptionalLong.empty());
        }
    }

    private static void tell(URI endpoint) throws IOException {
        System.out.write((endpoint + "\n").getBytes(StandardCharsets.US_ASCII));
        System.out.flush();
    }

    private static void readToTheEnd() {
        try {
            System.in.readAllBytes();
        } catch (IOException e) {
            // whoever has started it is gone
        }
    }
}
