package dev.perigee.core.history.recording;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.history.joining.JoinedPacks;
import dev.perigee.core.history.joining.Joiner;
import dev.perigee.core.history.joining.Joining;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Seal;
import dev.perigee.core.history.pack.RepeatedTimes;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.history.spool.KeptPack;
import dev.perigee.core.history.spool.RecordedTimeline;
import dev.perigee.core.history.spool.Unheard;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.format.mvcc.Revision;
import dev.perigee.etcd.format.mvcc.RowBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A process whose disk fills up while a pack is closed, sent and joined, once with each small number of free pages. Each trial is a line:
 * the pages, how many steps failed for want of room, how many when there was room again, up to which revision packs have been sent or are here, up to which the timeline
 * knows of them, and the files that belong to no pack.
 */
public final class SpoolOnFullDisk {

    private static final int PAGE = 4096;
    private static final int MOST_FREE = 20;
    private static final BackupId BASE = KeptPack.BASE;

    private final Path disk;
    private final int free;
    private final boolean sealed;
    private final Path directory;
    private final TreeSet<PackId> sent = new TreeSet<>();
    private final List<String> failed = new ArrayList<>();
    private HistorySpool spool;

    private SpoolOnFullDisk(Path disk, int free, boolean sealed) throws IOException {
        this.disk = disk;
        this.free = free;
        this.sealed = sealed;
        this.directory = disk.resolve("spool-" + free);
        this.spool = HistorySpool.open(directory, Unheard.keeper(disk));
    }

    /** Arguments: the disk; whether there is a new start when it has room again. */
    public static void main(String[] arguments) throws IOException {
        for (int free = 0; free <= MOST_FREE; free++) {
            for (boolean sealed : List.of(false, true)) {
                SpoolOnFullDisk spool = new SpoolOnFullDisk(Path.of(arguments[0]), free, sealed);
                System.out.println(spool.trial(Boolean.parseBoolean(arguments[1])));
            }
        }
    }

    /** A step that needs the disk. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            failed.add(String.valueOf(e.getMessage()));
        }
    }

    private String trial(boolean restart) throws IOException {
        spool.follow(new RecordedTimeline(BASE, 1, 10, Optional.empty()));
        close(filled(11));
        OpenPack next = filled(21);
        fill();
        attempt(() -> close(next));
        sendAndJoin();
        int steps = failed.size();
        Files.delete(disk.resolve("fill"));
        if (next.isWhole()) {
            attempt(() -> close(next)); // as whoever leaves a recording does
        }
        sendAndJoin();
        int later = failed.size() - steps;
        List<String> litter = litter();
        if (restart) {
            spool = HistorySpool.open(directory, Unheard.keeper(disk));
        } else {
            spool.tidy();
        }
        spool.kept().forEach(pack -> sent.add(pack.record().place().pack()));
        String trial = free + " free, " + steps + " failed, " + later + " later, holds "
                + sent.last().last() + ", knows "
                + spool.timeline().orElseThrow().last() + ", tail "
                + spool.timeline().orElseThrow().tail().digests().lastKey() + ", litter " + litter;
        DurableFile.deleteTree(directory);
        return trial;
    }

    private OpenPack filled(long first) throws IOException {
        OpenPack open = OpenPack.begin(spool.openFile(), Instant.EPOCH);
        for (long revision = first; revision < first + 10; revision++) {
            byte[] key = ("k" + revision).getBytes(StandardCharsets.UTF_8);
            RowBytes row = RowBytes.put(new Revision(revision, 0), key, revision, 1, new byte[1500], 0);
            open.add(new RevisionLog.Step.Rows(List.of(row), revision), Instant.EPOCH);
        }
        return open;
    }

    private void close(OpenPack open) throws IOException {
        OpenPack.Content content = open.finish(1, RepeatedTimes.NONE);
        RecordedTimeline timeline = spool.timeline().orElseThrow();
        PackRecord record = new PackMaker("prod", "default", "bench", "perigee").record(content, timeline);
        spool.close(
                sealed
                        ? record.knowing(
                                List.of(), Optional.of(new Seal(content.id().last(), 1, 1, "3.6.0")))
                        : record,
                content.file(),
                List.of("a"),
                timeline.after(record, content.tail()),
                false);
        spool.note();
    }

    /** What the threads beside the recording do: three times, for a pack that was joined goes only then. */
    private void sendAndJoin() {
        for (int round = 0; round < 3; round++) {
            attempt(() -> {
                for (HistorySpool.Waiting pack : spool.waiting()) {
                    sent.add(pack.record().place().pack());
                    spool.settle(pack.record().place().pack(), "a");
                }
            });
            attempt(() -> new Joiner(
                            spool,
                            new JoinedPacks(directory),
                            new Joining(1 << 20, Duration.ZERO),
                            List.of("a"),
                            List.of(),
                            Timing.system(),
                            failed::add)
                    .run(_ -> false));
        }
    }

    private void fill() throws IOException {
        try (FileChannel channel =
                FileChannel.open(disk.resolve("fill"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            try {
                while (true) {
                    channel.write(ByteBuffer.allocate(PAGE));
                }
            } catch (IOException e) {
                channel.truncate((channel.size() / PAGE - free) * PAGE);
            }
        }
    }

    /** Files of a pack that isn't closed. */
    private List<String> litter() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("open.rows"))
                    .filter(name -> name.endsWith(".part")
                            || name.endsWith(".rows")
                                    && Files.notExists(directory.resolve(name.replace(".rows", ".owed"))))
                    .sorted()
                    .toList();
        }
    }
}
