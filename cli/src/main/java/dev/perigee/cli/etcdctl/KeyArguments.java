package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyRange;
import java.util.List;

/** Reads which keys a command is about. */
public final class KeyArguments {

    private KeyArguments() {}

    /**
     * The keys meant.
     *
     * @param words a key, and perhaps the end of a range; at least one
     * @param prefix whether the key is a prefix
     * @param fromKey whether the key is the first of all that follow
     * @return the range
     * @throws Failure if these exclude one another
     */
    public static KeyRange range(List<Bytes> words, boolean prefix, boolean fromKey) throws Failure {
        if (prefix && fromKey) {
            throw bad("`--prefix` and `--from-key` cannot be set at the same time, choose one");
        }
        if (words.size() > 1 && (prefix || fromKey)) {
            throw bad("too many arguments, only accept one argument when `--prefix` or `--from-key` is set");
        }
        Bytes key = words.getFirst();
        if (words.size() > 1) {
            return new KeyRange(key, words.get(1));
        }
        if (prefix) {
            return KeyRange.prefix(key);
        }
        return fromKey ? KeyRange.from(key) : KeyRange.of(key);
    }

    static Failure bad(String message) {
        return Failure.of(ExitCode.BAD_ARGUMENTS, message);
    }
}
