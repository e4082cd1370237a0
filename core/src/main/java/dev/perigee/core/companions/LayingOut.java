package dev.perigee.core.companions;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.PartFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes companions. Only root can give files to others; anybody else owns what is written.
 *
 * @param directory below which
 */
record LayingOut(Path directory) {

    private static final int ROOT = 0;

    /** A file among private keys that runs as its owner has no business there. */
    private static final int MODES_OF_FILES = 0777;

    void execute(List<CompanionsPlan.Step> steps) throws IOException {
        Files.createDirectories(directory);
        List<CompanionsPlan.Step> missing = steps.stream()
                .filter(step -> step.fate() == CompanionsPlan.Fate.WRITE)
                .toList();
        for (CompanionsPlan.Step step : missing) {
            write(step.entry(), step.target());
        }
        for (CompanionsPlan.Step step :
                missing.reversed()) { // a directory last: its rights may forbid to write into it
            if (step.entry().kind() == TarEntry.Kind.DIRECTORY) {
                give(step.entry(), step.target());
            }
        }
    }

    private void write(TarEntry entry, Path target) throws IOException {
        Files.createDirectories(parent(target));
        switch (entry.kind()) {
            case DIRECTORY -> {
                if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectory(target);
                }
            }
            case LINK -> {
                Files.createSymbolicLink(target, Path.of(entry.target()));
                give(entry, target);
            }
            case FILE -> file(entry, target);
        }
    }

    private static void file(TarEntry entry, Path target) throws IOException {
        Path part = DurableFile.part(target);
        try (PartFile _ = new PartFile(part)) {
            try (FileChannel channel = DurableFile.create(part)) {
                DurableFile.write(channel, ByteBuffer.wrap(entry.content()));
                channel.force(true);
            }
            give(entry, part);
            Files.move(part, target); // refuses what has come there meanwhile
            DurableFile.sync(parent(target));
        }
    }

    private static Path parent(Path target) {
        Path parent = target.getParent();
        return parent == null ? target : parent;
    }

    private static void give(TarEntry entry, Path path) throws IOException {
        if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(ROOT)) {
            Files.setAttribute(path, "unix:uid", (int) entry.uid(), LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", (int) entry.gid(), LinkOption.NOFOLLOW_LINKS);
        }
        if (entry.kind() != TarEntry.Kind.LINK) {
            int modes = entry.kind() == TarEntry.Kind.FILE ? entry.mode() & MODES_OF_FILES : entry.mode();
            Files.setAttribute(path, "unix:mode", modes, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
