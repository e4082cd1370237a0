package dev.perigee.core.companions;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where a backup's companions go, below one directory: what is missing there is written, what is the same stays, and nothing
 * is ever written over anything else.
 *
 * @param directory below which
 * @param steps one for each entry, parents first
 */
public record CompanionsPlan(Path directory, List<Step> steps) {

    /** What becomes of an entry. */
    public enum Fate {
        /** It isn't there yet. */
        WRITE("write"),
        /** It is there already. */
        SAME("the same is there:"),
        /** Something else is there. */
        DIFFERS("something else is there:");

        private final String words;

        Fate(String words) {
            this.words = words;
        }
    }

    /**
     * What becomes of one entry.
     *
     * @param entry the entry
     * @param target where it goes
     * @param fate what is there
     */
    public record Step(TarEntry entry, Path target, Fate fate) {}

    /** Copies the list. */
    public CompanionsPlan {
        steps = List.copyOf(steps);
    }

    /**
     * Looks at what is there.
     *
     * @param tar what {@link Companions#pack} has written
     * @param directory below which they are to go
     * @return the plan
     * @throws IOException if the tar or the directory can't be read, or the tar isn't one of ours
     */
    public static CompanionsPlan of(Path tar, Path directory) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(tar))) {
            List<TarEntry> entries = new TarReader(in, ProvenTar.LARGEST).read();
            TarTree.require(entries);
            Path absolute = directory.toAbsolutePath().normalize();
            List<Step> steps = new ArrayList<>();
            for (TarEntry entry : entries) {
                Path target = absolute.resolve(entry.name());
                steps.add(new Step(entry, target, fate(absolute, entry, target)));
            }
            return new CompanionsPlan(absolute, steps);
        }
    }

    private static Fate fate(Path directory, TarEntry entry, Path target) throws IOException {
        if (!areDirectories(directory, target)) {
            return Fate.DIFFERS;
        }
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return Fate.WRITE;
        }
        return isThere(entry, target) ? Fate.SAME : Fate.DIFFERS;
    }

    /** A link on the way would lead elsewhere. */
    private static boolean areDirectories(Path directory, Path target) {
        for (Path above = target.getParent();
                above != null && above.startsWith(directory) && !above.equals(directory);
                above = above.getParent()) {
            if (Files.exists(above, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isThere(TarEntry entry, Path target) throws IOException {
        return switch (entry.kind()) {
            case DIRECTORY -> Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS);
            case LINK ->
                Files.isSymbolicLink(target)
                        && Files.readSymbolicLink(target).toString().equals(entry.target());
            case FILE ->
                Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                        && Files.size(target) == entry.content().length
                        && Arrays.equals(Files.readAllBytes(target), entry.content());
        };
    }

    /**
     * What is in the way.
     *
     * @return where something else is
     */
    public List<Path> conflicts() {
        return steps.stream()
                .filter(step -> step.fate() == Fate.DIFFERS)
                .map(Step::target)
                .toList();
    }

    /**
     * How many have this fate.
     *
     * @param fate any
     * @return files and links, without directories
     */
    public long count(Fate fate) {
        return steps.stream()
                .filter(step -> step.fate() == fate && step.entry().kind() != TarEntry.Kind.DIRECTORY)
                .count();
    }

    /**
     * The plan as a person reads it.
     *
     * @return a line for each, without line ends
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Companions below " + directory + ":");
        steps.stream()
                .filter(step -> step.entry().kind() != TarEntry.Kind.DIRECTORY || step.fate() != Fate.SAME)
                .forEach(step -> lines.add("  " + step.fate().words + " " + step.target()));
        return lines;
    }

    /**
     * Writes what is missing, each file aside and then renamed.
     *
     * @throws IOException if one can't be written; those before it stay
     */
    public void execute() throws IOException {
        new LayingOut(directory).execute(steps);
    }
}
