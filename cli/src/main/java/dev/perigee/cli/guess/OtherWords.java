package dev.perigee.cli.guess;

import java.util.Map;
import java.util.Optional;

/** What other tools call what perigee does, and what etcdctl and etcdutl do that perigee doesn't. */
final class OtherWords {

    /** By the word, which is none of our commands'; what would remove several backups is proposed as a plan. */
    private static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("version", "--version"),
            Map.entry("backup", "snapshot save"),
            Map.entry("snap", "snapshot save"),
            Map.entry("take", "snapshot save"),
            Map.entry("create", "snapshot save"),
            Map.entry("upload", "snapshot save"),
            Map.entry("push", "snapshot save"),
            Map.entry("backups", "snapshot list"),
            Map.entry("ls", "snapshot list"),
            Map.entry("ll", "snapshot list"),
            Map.entry("dir", "snapshot list"),
            Map.entry("generations", "snapshot list"),
            Map.entry("info", "snapshot show"),
            Map.entry("inspect", "snapshot show"),
            Map.entry("describe", "snapshot show"),
            Map.entry("cat", "snapshot show"),
            Map.entry("rm", "snapshot delete"),
            Map.entry("remove", "snapshot delete"),
            Map.entry("forget", "snapshot prune --dry-run"),
            Map.entry("purge", "snapshot prune --dry-run"),
            Map.entry("clean", "snapshot prune --dry-run"),
            Map.entry("cleanup", "snapshot prune --dry-run"),
            Map.entry("expire", "snapshot prune --dry-run"),
            Map.entry("gc", "snapshot prune --dry-run"),
            Map.entry("retention", "snapshot prune --dry-run"),
            Map.entry("download", "snapshot fetch"),
            Map.entry("pull", "snapshot fetch"),
            Map.entry("cp", "snapshot fetch"),
            Map.entry("copy", "snapshot fetch"),
            Map.entry("recover", "snapshot restore"),
            Map.entry("prove", "snapshot verify"),
            Map.entry("dump", "export"),
            Map.entry("load", "import"),
            Map.entry("run", "daemon"),
            Map.entry("start", "daemon"),
            Map.entry("serve", "daemon"),
            Map.entry("server", "daemon"),
            Map.entry("agent", "daemon"),
            Map.entry("schedule", "daemon"),
            Map.entry("validate", "config check"),
            Map.entry("lint", "config check"),
            Map.entry("doctor", "config check"),
            Map.entry("jobs", "config show"),
            Map.entry("settings", "config show"),
            Map.entry("storage", "sink"),
            Map.entry("repo", "sink"),
            Map.entry("repository", "sink"),
            Map.entry("plugins", "sink list"),
            Map.entry("test", "sink check"),
            Map.entry("compact", "etcdctl compaction"),
            Map.entry("man", "help"),
            Map.entry("docs", "help"));

    /** Commands of etcdctl or etcdutl that we lack: what they would do. */
    private static final Map<String, String> THEIRS = Map.ofEntries(
            Map.entry("make-mirror", "copies keys to another cluster as they change"),
            Map.entry("downgrade", "prepares a cluster for an older etcd"),
            Map.entry("migrate", "changes a data directory's storage version"),
            Map.entry("check", "measures a cluster"));

    private OtherWords() {}

    /** Our command for another tool's word, with an option if need be; empty if we don't know the word. */
    static Optional<String> ours(String word) {
        return Optional.ofNullable(OURS.get(word));
    }

    /** What a command of etcdctl's does that we lack; empty if it is none. */
    static Optional<String> theirs(String word) {
        return Optional.ofNullable(THEIRS.get(word));
    }

    /** Whose it is. */
    static String tool(String word) {
        return word.equals("migrate") ? "etcdutl" : "etcdctl";
    }
}
