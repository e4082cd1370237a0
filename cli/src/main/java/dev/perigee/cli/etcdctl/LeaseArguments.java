package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Failure;
import dev.perigee.etcd.client.ResponseHeader;
import java.util.List;

/** What the commands on leases have in common. */
final class LeaseArguments {

    private LeaseArguments() {}

    static long id(List<String> words, String missing) throws Failure {
        if (words.size() != 1) {
            throw KeyArguments.bad(missing);
        }
        try {
            return Long.parseLong(words.getFirst(), 16);
        } catch (NumberFormatException e) {
            throw KeyArguments.bad("bad lease ID '" + words.getFirst() + "', expecting ID in Hex");
        }
    }

    static String hex(long id) {
        return String.format("%016x", id);
    }

    /** etcdctl shows these answers' headers without a name. */
    static JsonObject flat(ResponseHeader header) {
        return JsonObject.header(header);
    }
}
