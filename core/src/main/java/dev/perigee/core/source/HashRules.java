package dev.perigee.core.source;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * After which rules a release counts: since 3.4.34 and 3.5.16 a compaction keeps a tombstone at its own revision
 * (etcd-io/etcd#18274). Hashes of different rules may differ although the data doesn't.
 */
enum HashRules {
    OLDER,
    NEWER,
    UNKNOWN;

    private static final Pattern VERSION = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})(?:[-+].*)?");

    static HashRules of(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches() ? of(matcher.toMatchResult()) : UNKNOWN;
    }

    private static HashRules of(MatchResult version) {
        int minor = 1_000 * Integer.parseInt(version.group(1)) + Integer.parseInt(version.group(2));
        int firstOfNewer = minor > 3_005 ? 0 : minor == 3_005 ? 16 : minor == 3_004 ? 34 : Integer.MAX_VALUE;
        return Integer.parseInt(version.group(3)) >= firstOfNewer ? NEWER : OLDER;
    }
}
