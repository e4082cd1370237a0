package dev.perigee.core.history.recording;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Releases of etcd whose watch is known to lose events: deletions about a compaction (etcd#18089, etcd#19179). Pure. */
final class LossyEtcd {

    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})(-.*)?");
    private static final int MENDED_IN_3_4 = 36;
    private static final int MENDED_IN_3_5 = 18;

    private LossyEtcd() {}

    /** What is to be said of a member's version; empty if nothing is known against it. */
    static Optional<String> warning(String version) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) != 3) {
            return Optional.empty();
        }
        int patch = Integer.parseInt(matcher.group(3));
        return switch (Integer.parseInt(matcher.group(2))) {
            case 0, 1, 2, 3 -> lossy(version, MENDED_IN_3_4, 4);
            case 4 -> patch < MENDED_IN_3_4 ? lossy(version, MENDED_IN_3_4, 4) : Optional.empty();
            case 5 -> patch < MENDED_IN_3_5 ? lossy(version, MENDED_IN_3_5, 5) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<String> lossy(String version, int mended, int minor) {
        return Optional.of(
                "the watch of etcd " + version
                        + " may lose deletions about a compaction (etcd#18089, etcd#19179; mended in 3." + minor + "."
                        + mended
                        + "): the history is held against a member's HashKV once a day, and begins anew if it differs; update etcd");
    }
}
