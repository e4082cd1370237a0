package dev.perigee.etcd.format.wal;

import dev.perigee.etcd.format.wal.LogFault.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Reads a stopped member's write-ahead log from its first record to its last, and checks what etcd checks when it starts: that
 * no file is missing, that the checksums follow from one another, that all files are of one member. Only reads; holds one record at a
 * time. Used once, by one thread.
 */
public final class WriteAheadLogReader {

    private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})-([0-9a-f]{16})\\.wal");
    private static final byte[] NONE = {};

    private final List<String> files;
    private final List<RaftPosition> snapshots = new ArrayList<>();
    private CRC32C crc = new CRC32C();
    private boolean seeded;
    private byte[] metadata = NONE;
    private long heldFrom = 1;
    private RaftPosition last = RaftPosition.START;
    private long commit;
    private long term;
    private Optional<LogFault> fault = Optional.empty();

    private WriteAheadLogReader(List<String> files) {
        this.files = files;
    }

    /**
     * Reads a log.
     *
     * @param directory where its files are
     * @return what it says; no files if there are none
     * @throws IOException if it can't be read
     */
    public static LogFacts read(Path directory) throws IOException {
        WriteAheadLogReader reader = new WriteAheadLogReader(names(directory));
        reader.readAll(directory);
        return reader.facts();
    }

    private static List<String> names(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .toList();
        }
    }

    private static long sequence(String name) {
        return number(name, 1);
    }

    private static long firstIndex(String name) {
        return number(name, 2);
    }

    private static long number(String name, int group) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Long.parseUnsignedLong(matcher.group(group), 16) : 0;
    }

    private void readAll(Path directory) throws IOException {
        for (int i = 0; i < files.size() && fault.isEmpty(); i++) {
            String name = files.get(i);
            if (i > 0 && sequence(name) != sequence(files.get(i - 1)) + 1) {
                fault = Optional.of(new LogFault(
                        Kind.MISSING_FILE, name, 0, "the file before it is missing: " + files.get(i - 1) + " isn't"));
                return;
            }
            try (LogFile file = LogFile.open(directory.resolve(name), i == files.size() - 1)) {
                readOne(file);
            }
        }
    }

    private void readOne(LogFile file) throws IOException {
        while (fault.isEmpty()) {
            switch (file.next(crc)) {
                case LogFile.Next.Good good -> take(good.record(), file);
                case LogFile.Next.Bad bad -> fault = Optional.of(bad.fault());
                case LogFile.Next.End end -> {
                    return;
                }
            }
        }
    }

    private void take(LogRecord record, LogFile file) {
        switch (record.type()) {
            case LogRecord.METADATA -> metadata(record, file);
            case LogRecord.ENTRY -> entry(record);
            case LogRecord.HARD_STATE -> {
                term = record.number(1);
                commit = record.number(3);
            }
            case LogRecord.CRC -> checksum(record, file);
            case LogRecord.SNAPSHOT -> snapshots.add(new RaftPosition(record.number(1), record.number(2)));
            default ->
                fault = Optional.of(file.fault(Kind.UNREADABLE, "a record of the unknown type " + record.type()));
        }
    }

    private void metadata(LogRecord record, LogFile file) {
        if (metadata.length > 0 && !Arrays.equals(metadata, record.data())) {
            fault = Optional.of(file.fault(Kind.FOREIGN_FILE, "the file is of another member than those before it"));
        }
        metadata = record.data();
    }

    /** An entry takes the place of all from its index on, as where a leader that wasn't followed had written some. */
    private void entry(LogRecord record) {
        long index = record.number(3);
        boolean gap = Long.compareUnsigned(index, last.index() + 1) > 0;
        if (last.index() == 0 || gap || Long.compareUnsigned(index, heldFrom) < 0) {
            heldFrom = index;
        }
        last = new RaftPosition(index, record.number(2));
    }

    /** Stands at the head of each file, and says what the checksum was at the end of the file before. */
    private void checksum(LogRecord record, LogFile file) {
        if (seeded && (int) crc.getValue() != record.crc()) {
            fault = Optional.of(file.fault(
                    Kind.CHECKSUM, "the checksum at its head isn't that of the file before: something is missing"));
        }
        if (!seeded) {
            seeded = true;
            crc = SeededCrc.of(record.crc());
        }
    }

    private LogFacts facts() {
        Optional<LogFacts.Identity> identity = metadata.length == 0
                ? Optional.empty()
                : Optional.of(new LogFacts.Identity(Messages.number(metadata, 1), Messages.number(metadata, 2)));
        return new LogFacts(
                files,
                files.isEmpty() ? 0 : firstIndex(files.getFirst()),
                identity,
                heldFrom,
                last,
                commit,
                term,
                snapshots,
                fault);
    }
}
