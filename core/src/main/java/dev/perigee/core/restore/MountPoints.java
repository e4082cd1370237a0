package dev.perigee.core.restore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where file systems are mounted, as Linux lists it: a bind mount within one file system shows in nothing else. */
final class MountPoints {

    private static final Path LIST = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT = 4;
    private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

    private MountPoints() {}

    /** Whether a directory, named without symbolic links, is one. Where there is no list, it says no. */
    static boolean contains(Path directory) throws IOException {
        if (!Files.isReadable(LIST)) {
            return false;
        }
        String list = new String(Files.readAllBytes(LIST), StandardCharsets.UTF_8);
        return isIn(list, directory);
    }

    static boolean isIn(String list, Path directory) {
        return list.lines()
                .map(line -> line.split(" "))
                .filter(fields -> fields.length > MOUNT_POINT)
                .anyMatch(fields -> unescaped(fields[MOUNT_POINT]).equals(directory.toString()));
    }

    /** Blanks and the like are written as three octal digits. */
    private static String unescaped(String field) {
        return ESCAPE.matcher(field)
                .replaceAll(escape -> Matcher.quoteReplacement((char) Integer.parseInt(escape.group(1), 8) + ""));
    }
}
