package dev.perigee.core.drill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A member of the cluster that a drill makes.
 *
 * @param name its name
 * @param client where it is to listen for clients
 * @param peer where for the others
 */
record ScratchMember(String name, ReservedPort client, ReservedPort peer) implements AutoCloseable {

    /** Whatever the backup's members are called, and however many a hostile one names. */
    private static final int MOST = 9;

    static List<ScratchMember> take(int count) throws IOException {
        List<ScratchMember> members = new ArrayList<>();
        for (int i = 1; i <= Math.clamp(count, 1, MOST); i++) {
            members.add(new ScratchMember("drill-" + i, ReservedPort.take(), ReservedPort.take()));
        }
        return members;
    }

    /** As the flag of the same name has it. */
    static String initialCluster(List<ScratchMember> members) {
        return members.stream()
                .map(member -> member.name() + "=" + member.peer().url())
                .collect(Collectors.joining(","));
    }

    /** Gives its ports away. */
    @Override
    public void close() throws IOException {
        client.close();
        peer.close();
    }
}
