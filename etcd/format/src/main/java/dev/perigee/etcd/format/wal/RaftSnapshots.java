package dev.perigee.etcd.format.wal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Reads the raft snapshots in a member's {@code snap} directory. */
public final class RaftSnapshots {

    private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})-([0-9a-f]{16})\\.snap");

    /** They hold the membership, and what little the v2 store had. */
    private static final long LONGEST = 256 << 20;

    private RaftSnapshots() {}

    /**
     * A snapshot.
     *
     * @param file its name
     * @param position where in raft's log it was taken
     * @param fault why etcd would set it aside; empty if it is sound
     */
    public record Entry(String file, RaftPosition position, Optional<String> fault) {}

    /**
     * Reads them.
     *
     * @param directory {@code member/snap}
     * @return the newest first
     * @throws IOException if they can't be read
     */
    public static List<Entry> read(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Entry> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(RaftSnapshots::isOne)
                    .sorted(Comparator.comparing(
                                    (Path file) -> file.getFileName().toString())
                            .reversed())
                    .toList()) {
                found.add(entry(file));
            }
        }
        return found;
    }

    private static boolean isOne(Path file) {
        return NAME.matcher(file.getFileName().toString()).matches();
    }

    private static Entry entry(Path file) throws IOException {
        String name = file.getFileName().toString();
        Matcher numbers = NAME.matcher(name);
        RaftPosition position = numbers.matches()
                ? new RaftPosition(
                        Long.parseUnsignedLong(numbers.group(2), 16), Long.parseUnsignedLong(numbers.group(1), 16))
                : RaftPosition.START;
        return new Entry(name, position, fault(file));
    }

    /** Its name is only for people: etcd believes what is in it. */
    private static Optional<String> fault(Path file) throws IOException {
        long length = Files.size(file);
        if (length == 0 || length > LONGEST) {
            return Optional.of("it has " + length + " bytes");
        }
        byte[] content = Files.readAllBytes(file);
        Optional<byte[]> data = Messages.bytes(content, 2);
        if (data.isEmpty()) {
            return Optional.of("it is no raft snapshot");
        }
        CRC32C crc = new CRC32C();
        crc.update(data.get());
        boolean right = (int) crc.getValue() == (int) Messages.number(content, 1);
        return right ? Optional.empty() : Optional.of("its checksum is wrong");
    }
}
