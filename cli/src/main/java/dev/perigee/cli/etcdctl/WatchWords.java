package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Failure;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyRange;
import dev.perigee.etcd.client.WatchQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code watch} takes, on the command line or in a line of its interactive mode, before the command to run. */
@CommandLine.Command(name = "watch")
final class WatchWords {

    @Parameters(
            arity = "0..*",
            paramLabel = "KEY [END] [-- COMMAND...]",
            hideParamSyntax = true,
            description = {
                "The key, with END all keys from KEY on that come before END; and a command to run at each change, which finds ETCD_WATCH_KEY, _VALUE, _REVISION and _EVENT_TYPE in its"
                        + " environment."
            })
    private List<Bytes> words = List.of();

    @Option(names = "--prefix", description = "Keys that begin with KEY.")
    private boolean prefix;

    @Option(names = "--rev", paramLabel = "N", description = "From that revision on. Default: what comes.")
    private long revision;

    @Option(names = "--prev-kv", description = "Also what was there before.")
    private boolean previous;

    @Option(names = "--progress-notify", description = "Also, now and then, how far the member has come.")
    private boolean progress;

    /**
     * What is to be watched.
     *
     * @param commandWords how many of the words belong to the command
     * @param environment may name the keys instead
     * @param separated whether a command follows, after {@code --}
     */
    WatchQuery query(int commandWords, boolean separated, Map<String, String> environment) throws Failure {
        List<Bytes> keys = new ArrayList<>(words.subList(0, Math.max(0, words.size() - commandWords)));
        String key = environment.getOrDefault("ETCDCTL_WATCH_KEY", "");
        if (!key.isEmpty()) {
            if (!keys.isEmpty()) {
                throw KeyArguments.bad("bad number of arguments (found conflicting environment key)");
            }
            keys.add(Bytes.of(key));
            String end = environment.getOrDefault("ETCDCTL_WATCH_RANGE_END", "");
            if (!end.isEmpty()) {
                keys.add(Bytes.of(end));
            }
        }
        if (separated && commandWords == 0) {
            throw KeyArguments.bad("bad number of arguments (found separator --, but no commands)");
        }
        return new WatchQuery(range(keys), Math.max(0, revision), previous, progress);
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    private KeyRange range(List<Bytes> keys) throws Failure {
        if (keys.isEmpty()) {
            throw KeyArguments.bad("bad number of arguments");
        }
        if (keys.size() == 2 && prefix) {
            throw KeyArguments.bad("`range_end` and `--prefix` are mutually exclusive");
        }
        if (keys.size() == 2) {
            return new KeyRange(keys.get(0), keys.get(1));
        }
        return prefix ? KeyRange.prefix(keys.getFirst()) : KeyRange.of(keys.getFirst());
    }
}
