package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Failure;
import java.util.Arrays;
import java.util.List;

/** Reads what the commands on members have in common. */
final class MemberArguments {

    private MemberArguments() {}

    static long id(List<String> words) throws Failure {
        if (words.size() != 1) {
            throw KeyArguments.bad("member ID is not provided");
        }
        try {
            return Long.parseUnsignedLong(words.getFirst(), 16);
        } catch (NumberFormatException e) {
            throw KeyArguments.bad("bad member ID '" + words.getFirst() + "', expecting ID in Hex");
        }
    }

    static List<String> peerUrls(String text) throws Failure {
        if (text.isEmpty()) {
            throw KeyArguments.bad("member peer urls not provided");
        }
        return Arrays.asList(text.split(",", -1));
    }
}
