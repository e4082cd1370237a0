package dev.perigee.core.companions;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a pattern names.
 *
 * @param found in the order of the disk
 * @param leftOut what may name something, and couldn't be looked into
 */
record PatternWalk(List<Path> found, List<LeftOut> leftOut) {

    PatternWalk {
        found = List.copyOf(found);
        leftOut = List.copyOf(leftOut);
    }

    private static final int DEEPEST = 32;

    /** A pattern that starts at the root would otherwise read a whole disk. */
    private static final int MOST_LOOKED_AT = 200_000;

    private static final String SPECIAL = "*?[{\\";

    static PatternWalk of(Path base, String pattern) {
        if (Files.isSymbolicLink(base)) {
            return new PatternWalk(
                    List.of(),
                    List.of(new LeftOut(
                            pattern,
                            "starts in a link, and links aren't followed: name the directory that it leads to")));
        }
        Visitor visitor = new Visitor(base, pattern);
        try {
            Files.walkFileTree(base, Set.<FileVisitOption>of(), depth(base, pattern), visitor);
        } catch (IOException e) {
            visitor.leftOut.add(FileReading.unreadable(base, e));
        }
        return new PatternWalk(visitor.found, visitor.leftOut);
    }

    /** How much of a pattern names one directory. */
    static Path base(String pattern) {
        Path base = Path.of("/");
        for (String part : pattern.substring(1).split("/")) {
            if (part.chars().anyMatch(letter -> SPECIAL.indexOf(letter) >= 0)) {
                return base;
            }
            base = base.resolve(part);
        }
        return base;
    }

    /** Where each star stays within a name, nothing deeper than the pattern can match. */
    private static int depth(Path base, String pattern) {
        boolean fixed = !pattern.contains("**") && pattern.chars().noneMatch(letter -> "{[\\".indexOf(letter) >= 0);
        int parts = (int) pattern.chars().filter(letter -> letter == '/').count() - base.getNameCount();
        return fixed ? Math.clamp(parts, 1, DEEPEST) : DEEPEST;
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {

        private final List<Path> found = new ArrayList<>();
        private final List<LeftOut> leftOut = new ArrayList<>();
        private final Path base;
        private final String pattern;
        private final Glob glob;
        private int seen;

        Visitor(Path base, String pattern) {
            this.base = base;
            this.pattern = pattern;
            this.glob = new Glob(pattern);
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return look(directory);
        }

        /** A directory comes here where the walk ends. */
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isDirectory() && file.getNameCount() - base.getNameCount() >= DEEPEST) {
                leftOut.add(new LeftOut(
                        file.toString(), "lies " + DEEPEST + " directories deep: name what is in it by itself"));
            }
            return look(file);
        }

        private FileVisitResult look(Path file) {
            if (glob.matches(file)) {
                found.add(file);
            }
            if (++seen > MOST_LOOKED_AT) {
                leftOut.add(new LeftOut(
                        pattern, "was given up after " + MOST_LOOKED_AT + " files: begin it with a deeper directory"));
                return FileVisitResult.TERMINATE;
            }
            return found.size() > CompanionFiles.MOST ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            leftOut.add(FileReading.unreadable(file, failure));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
            if (failure != null) {
                leftOut.add(FileReading.unreadable(directory, failure));
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
