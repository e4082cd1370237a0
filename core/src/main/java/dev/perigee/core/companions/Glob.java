package dev.perigee.core.companions;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;

/**
 * A pattern of paths that may hold any letter. The JDK makes {@code **} a dot of a regular expression, which stops at line
 * ends; so these are looked at as controls that are none, in the pattern and in the path alike.
 */
final class Glob {

    private static final String LINE_ENDS = "\n\r\u0085\u2028\u2029";

    /** Five of ASCII, so that every locale has them in a path. */
    private static final char FIRST = '\u0001';

    private final PathMatcher matcher;

    Glob(String pattern) {
        this.matcher = FileSystems.getDefault().getPathMatcher("glob:" + withoutLineEnds(pattern));
    }

    /** A name that is no text in this locale counts as meant: it is told then, where it would be passed over in silence. */
    boolean matches(Path path) {
        String text = path.toString();
        String shown = withoutLineEnds(text);
        try {
            return matcher.matches(shown.equals(text) ? path : Path.of(shown));
        } catch (InvalidPathException e) {
            return true;
        }
    }

    private static String withoutLineEnds(String text) {
        StringBuilder replaced = new StringBuilder(text.length());
        text.chars().map(Glob::replaced).forEach(letter -> replaced.append((char) letter));
        return replaced.toString();
    }

    private static int replaced(int letter) {
        int at = LINE_ENDS.indexOf(letter);
        return at < 0 ? letter : FIRST + at;
    }
}
