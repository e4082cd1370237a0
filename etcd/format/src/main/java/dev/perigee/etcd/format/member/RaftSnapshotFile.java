package dev.perigee.etcd.format.member;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * The {@code .snap} file of a restored member. etcd 3.4 and 3.5 take the membership from it, 3.6 loads it still, 3.7
 * leaves it unread.
 */
public final class RaftSnapshotFile {

    private RaftSnapshotFile() {}

    /**
     * The file's name in the {@code snap} directory: term and index in hex.
     *
     * @param cluster all members
     * @return for example {@code 0000000000000001-0000000000000003.snap}
     */
    public static String fileName(Membership cluster) {
        return "%016x-%016x.snap".formatted(RaftMessages.TERM, RaftMessages.lastIndex(cluster));
    }

    /**
     * The file's bytes: the raft snapshot and its CRC-32C.
     *
     * @param cluster all members
     * @return the whole file
     */
    public static byte[] content(Membership cluster) {
        byte[] data = raftSnapshot(storeJson(cluster), cluster);
        long crc = crcOf(data);
        if (crc == 0) {
            // etcd takes 0 for "no checksum" and throws the file away; a blank changes the sum and nothing else.
            data = raftSnapshot(storeJson(cluster) + " ", cluster);
            crc = crcOf(data);
        }
        return new ProtoWriter().number(1, crc).bytes(2, data).toBytes();
    }

    private static byte[] raftSnapshot(String json, Membership cluster) {
        ProtoWriter metadata = new ProtoWriter()
                .message(1, RaftMessages.confState(cluster))
                .number(2, RaftMessages.lastIndex(cluster))
                .number(3, RaftMessages.TERM);
        return new ProtoWriter()
                .bytes(1, json.getBytes(StandardCharsets.UTF_8))
                .message(2, metadata)
                .toBytes();
    }

    private static long crcOf(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        return crc.getValue();
    }

    /**
     * The old v2 store with nothing but the members in it. Left out on purpose: the watcher hub and the statistics (etcd
     * starts fresh ones; an event list shorter than its capacity makes it panic), and the cluster version (one above the
     * server's own stops 3.4 and 3.5).
     */
    private static String storeJson(Membership cluster) {
        String members = IntStream.range(0, cluster.members().size())
                .mapToObj(i -> memberNode(cluster.members().get(i), i + 1))
                .collect(Collectors.joining(","));
        String zero = directory("/0", 0, "\"members\":" + directory("/0/members", 1, members));
        String root = directory("/", 0, "\"0\":" + zero + ",\"1\":" + directory("/1", 0, ""));
        return "{\"Root\":" + root + ",\"CurrentIndex\":" + RaftMessages.lastIndex(cluster) + ",\"CurrentVersion\":2}";
    }

    private static String memberNode(FoundingMember member, int index) {
        String path = "/0/members/" + member.hexId();
        String value = GoJson.string("{\"peerURLs\":" + member.peerUrlsJson() + "}");
        String attributes = "\"raftAttributes\":" + node(path + "/raftAttributes", index, value, "null");
        return "\"" + member.hexId() + "\":" + directory(path, index, attributes);
    }

    private static String directory(String path, int index, String children) {
        return node(path, index, "\"\"", "{" + children + "}");
    }

    private static String node(String path, int index, String value, String children) {
        return "{\"Path\":\"" + path + "\",\"CreatedIndex\":" + index + ",\"ModifiedIndex\":" + index
                + ",\"ExpireTime\":\"0001-01-01T00:00:00Z\",\"Value\":" + value + ",\"Children\":" + children + "}";
    }
}
