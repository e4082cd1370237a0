package dev.perigee.core.companions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The companions of this machine, as they are collected. Links are kept as links, never followed. What can't be kept costs
 * nothing but itself.
 */
final class CompanionFiles {

    /** Of one file, in bytes. */
    static final int LARGEST = 16 << 20;

    /** Of all files together, in bytes. */
    static final long LARGEST_IN_ALL = 64L << 20;

    /** How many files, directories and links. */
    static final int MOST = 10_000;

    private final SortedMap<String, TarEntry> entries = new TreeMap<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private long bytes;
    private boolean full;

    /** All that the patterns name, ascending by name; whatever is left out is told. */
    static Companions find(List<String> patterns) {
        CompanionFiles files = new CompanionFiles();
        patterns.forEach(files::add);
        List<TarEntry> all = List.copyOf(files.entries.values());
        TarTree tree = new TarTree(all);
        List<TarEntry> found = all.stream().filter(tree::canHold).toList();
        List<LeftOut> lacks = new ArrayList<>(files.leftOut);
        all.forEach(entry -> tree.lack(entry).ifPresent(lacks::add));
        lacks.addAll(LeadingAway.among(found));
        patterns.forEach(pattern -> bare(pattern, found).ifPresent(lacks::add));
        return new Companions(found, lacks);
    }

    /** A directory that is named by itself, while nothing in it is. */
    private static Optional<LeftOut> bare(String pattern, List<TarEntry> found) {
        Path directory = Path.of(pattern);
        String name = pattern.substring(1);
        boolean alone = found.stream()
                        .anyMatch(entry -> entry.kind() == TarEntry.Kind.DIRECTORY
                                && entry.name().equals(name))
                && found.stream().noneMatch(entry -> entry.name().startsWith(name + "/"));
        if (!alone) {
            return Optional.empty();
        }
        try (Stream<Path> within = Files.list(directory)) {
            return within.findAny()
                    .map(_ -> new LeftOut(
                            pattern, "is a directory, kept without what is in it: name " + pattern + "/** for that"));
        } catch (IOException e) {
            return Optional.of(FileReading.unreadable(directory, e));
        }
    }

    private void add(String pattern) {
        Path base = PatternWalk.base(pattern);
        if (!Files.exists(base, LinkOption.NOFOLLOW_LINKS)) {
            leftOut.add(new LeftOut(pattern, "isn't there"));
        } else if (base.toString().equals(pattern)) {
            add(base);
        } else {
            addMatching(base, pattern);
        }
    }

    /** With the directory that the pattern starts in, whose rights matter as well. */
    private void addMatching(Path base, String pattern) {
        PatternWalk walk = PatternWalk.of(base, pattern);
        leftOut.addAll(walk.leftOut());
        walk.found().forEach(this::add);
        if (walk.found().isEmpty() && walk.leftOut().isEmpty()) {
            leftOut.add(new LeftOut(pattern, "names nothing that is there"));
        }
        if (!walk.found().isEmpty() && !base.equals(Path.of("/"))) {
            add(base);
        }
    }

    private void add(Path file) {
        String name = file.toString().substring(1);
        if (full || entries.containsKey(name)) {
            return;
        }
        if (entries.size() >= MOST) {
            full = true;
            leftOut.add(new LeftOut(
                    file.toString(), "and what comes behind it would be more than " + MOST + " files: name fewer"));
            return;
        }
        FileReading reading = FileReading.of(file);
        Optional<LeftOut> fault = reading.fault().or(() -> tooMuch(file, reading));
        fault.ifPresent(leftOut::add);
        if (fault.isEmpty()) {
            reading.entry().ifPresent(this::keep);
        }
    }

    private void keep(TarEntry entry) {
        entries.put(entry.name(), entry);
        bytes += entry.content().length;
    }

    private Optional<LeftOut> tooMuch(Path file, FileReading reading) {
        return reading.entry()
                .filter(entry -> bytes + entry.content().length > LARGEST_IN_ALL)
                .map(entry -> new LeftOut(
                        file.toString(),
                        "would make more than " + (LARGEST_IN_ALL >> 20) + " MiB of all together: name fewer files"));
    }
}
