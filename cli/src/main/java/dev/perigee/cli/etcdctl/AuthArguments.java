package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Failure;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.KeyRange;
import java.util.List;

/** Reads what the commands on users and roles take. */
final class AuthArguments {

    /** What etcd takes for the end of a range that has none. */
    private static final Bytes OPEN = Bytes.of(new byte[] {0});

    private AuthArguments() {}

    static void require(List<?> words, int count, String otherwise) throws Failure {
        if (words.size() != count) {
            throw KeyArguments.bad(otherwise);
        }
    }

    /** The keys of a permission. No key at all can't be granted: the empty one stands for a single zero. */
    static KeyRange keys(List<Bytes> words, boolean prefix, boolean fromKey) throws Failure {
        if (prefix && fromKey) {
            throw KeyArguments.bad("--from-key and --prefix flags are mutually exclusive");
        }
        Bytes key = words.getFirst();
        if (key.length() == 0) {
            return new KeyRange(OPEN, prefix || fromKey ? OPEN : Bytes.EMPTY);
        }
        if (words.size() > 1) {
            return between(words, prefix, fromKey);
        }
        if (prefix) {
            return KeyRange.prefix(key);
        }
        return new KeyRange(key, fromKey ? OPEN : Bytes.EMPTY);
    }

    private static KeyRange between(List<Bytes> words, boolean prefix, boolean fromKey) throws Failure {
        if (prefix || fromKey) {
            throw KeyArguments.bad("unexpected endkey argument with " + (prefix ? "--prefix" : "--from-key") + " flag");
        }
        return new KeyRange(words.get(0), words.get(1));
    }

    static boolean isOpen(Bytes end) {
        return end.equals(OPEN);
    }
}
